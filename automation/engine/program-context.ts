import type { AsyncLocalStorage } from "node:async_hooks";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";

/** What Pulumi keeps of one run of an inline program. */
export interface ProgramContext {
  settings?: { monitor?: Closable; engine?: Closable & LogService };
}

interface Closable {
  close(): void;
}

/** Takes what a program logs. */
interface LogService {
  log(request: LogRequest, answer: (error: null) => void): unknown;
}

/**
 * The inline program that the current code belongs to; nothing outside of any. Pulumi keeps the context of every one in this global,
 * so that several copies of the SDK share it. Source: `@pulumi/pulumi/runtime/state`.
 */
export function currentContext(): ProgramContext | undefined {
  const contexts = (globalThis as { asyncLocalStorage?: AsyncLocalStorage<ProgramContext> }).asyncLocalStorage;
  return contexts?.getStore();
}

/**
 * Closes a program's connections to its engine, which has ended. The SDK leaves them open: each would be kept in memory, and one
 * whose engine was killed would go on trying the same port, which the engine of another program may get.
 */
export function closeConnections({ settings }: ProgramContext): void {
  settings?.monitor?.close();
  settings?.engine?.close();
}
