import { currentContext, type ProgramContext } from "./program-context";

const abandoned = new WeakSet<ProgramContext>();

/**
 * Keeps a program that goes on after its engine has ended from failing this process: all it calls fails from then on, where often
 * nothing catches it. What is thrown elsewhere is treated as if nobody listened here.
 */
export function abandon(program: ProgramContext): void {
  abandoned.add(program);
  if (!process.listeners("unhandledRejection").includes(dropRejection)) process.on("unhandledRejection", dropRejection);
  if (!process.listeners("uncaughtException").includes(dropError)) process.on("uncaughtException", dropError);
}

function dropRejection(reason: unknown): void {
  if (isOfAbandoned() || process.listenerCount("unhandledRejection") > 1) return;
  // As Node.js does where nobody listens: it becomes an uncaught exception.
  throw reason;
}

function dropError(error: unknown): void {
  if (isOfAbandoned() || process.listeners("uncaughtException").some(isAnother)) return;
  process.off("uncaughtException", dropError);
  throw error;
}

// Node.js keeps a listener of its own there for `node:domain`, which handles nothing.
function isAnother(listener: (error: Error, origin: NodeJS.UncaughtExceptionOrigin) => void): boolean {
  return listener !== dropError && listener.name !== "domainUncaughtExceptionClear";
}

function isOfAbandoned(): boolean {
  const program = currentContext();
  return program !== undefined && abandoned.has(program);
}
