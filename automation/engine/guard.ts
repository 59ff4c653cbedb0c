import type { PulumiFn } from "@pulumi/pulumi/automation";
import { isGrpcError } from "@pulumi/pulumi/errors";
import { abandon } from "./abandoned-programs";
import { closeConnections, currentContext, type ProgramContext } from "./program-context";
import { keepDebugLogs, keepLogs, separateLogs } from "./program-logs";

const faultEvents: ReadonlySet<string | symbol> = new Set(["uncaughtException", "unhandledRejection"]);

type FaultListener = (this: NodeJS.Process, ...args: unknown[]) => void;

/** The listener as Node.js expects it: `process.off` finds a wrapped listener by its `listener` property. */
interface GuardedListener extends FaultListener {
  listener: FaultListener;
  program: ProgramContext;
}

/** Who is told of the faults of one program. */
const owners = new Map<ProgramContext, (error: unknown) => void>();

/** Which program a listener was made for. */
const listeners = new WeakMap<FaultListener, ProgramContext>();

/** Programs of which the SDK tells rightly how they ended: they have declared all they declare, or their fault was heard. */
const toldRightly = new WeakSet<ProgramContext>();

let guards = 0;
let swapping = false;
let limitBefore = 0;

/** Held while an operation's inline program may run. */
export interface ProgramGuard {
  /** The same program, whose faults are known to be its own from then on. */
  own(program: PulumiFn): PulumiFn;
  /** Lets go of the guard, and of listeners that a program which never ended has left behind. */
  release(): void;
}

/**
 * Keeps the crash of one inline program from failing the others that run in this process.
 *
 * Every inline program listens for uncaught errors of the whole process (`@pulumi/pulumi/automation/server`), and so takes
 * every other program's crash for its own. While a guard is held, such a listener hears only errors from its own
 * program's asynchronous context. An error that belongs to no program is reported as a warning of the process.
 *
 * What one program logs waits for no other program's resources, see `separateLogs`.
 *
 * A program that lost its engine half way fails its operation. The SDK would report it as done, and the engine would delete
 * everything it had not come to.
 *
 * @param onFault Told every error that the owned program let go uncaught. Errors of the engine's own calls are left out, as
 * the CLI knows of them.
 */
export function guardPrograms(onFault: (error: unknown) => void = () => undefined): ProgramGuard {
  hold();
  let owned: ProgramContext | undefined;
  let held = true;
  return {
    own: (program) => async () => {
      owned = currentContext();
      if (held && owned) owners.set(owned, onFault);
      if (owned) keepDebugLogs(owned);
      try {
        const outputs = await program();
        if (owned) toldRightly.add(owned);
        return outputs;
      } catch (error) {
        // Any other error the SDK tells itself.
        if (owned && !(error instanceof Error && isGrpcError(error))) toldRightly.add(owned);
        throw error;
      }
    },
    release: () => {
      if (!held) return;
      held = false;
      if (owned) part(owned);
      letGo();
    },
  };
}

function part(program: ProgramContext): void {
  owners.delete(program);
  keepLogs(program);
  const hasEnded = removeListenersOf(program) === 0;
  if (hasEnded) {
    closeConnections(program);
  } else {
    abandon(program);
    // What it is about to say is refused by its dead engine in silence, by a closed connection with noise.
    setTimeout(() => closeConnections(program), 1_000).unref();
  }
}

function hold(): void {
  guards += 1;
  if (guards > 1) return;
  limitBefore = process.getMaxListeners();
  separateLogs();
  process.on("newListener", guardNewListener);
  process.on("removeListener", failUnfinished);
  for (const event of ["uncaughtException", "unhandledRejection"] as const) process.on(event, reportUnowned);
}

function letGo(): void {
  guards -= 1;
  if (guards > 0) return;
  process.off("newListener", guardNewListener);
  process.off("removeListener", failUnfinished);
  for (const event of ["uncaughtException", "unhandledRejection"] as const) process.off(event, reportUnowned);
  process.setMaxListeners(limitBefore);
}

// A program that waits for ever on an input that was rejected never takes its listeners back.
function removeListenersOf(program: ProgramContext): number {
  let removed = 0;
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    for (const listener of process.rawListeners(event)) {
      if (!isGuarded(listener) || listener.program !== program) continue;
      process.off(event, listener);
      removed += 1;
    }
  }
  return removed;
}

function guardNewListener(event: string | symbol, listener: FaultListener): void {
  const program = currentContext();
  // `newListener` names the wrapped function when a guarded listener is added, so only the flag tells it apart.
  if (swapping || program === undefined || !faultEvents.has(event)) return;
  allowOneListenerAProgram();
  listeners.set(listener, program);
  const guarded: GuardedListener = Object.assign(
    function (this: NodeJS.Process, ...args: unknown[]) {
      if (currentContext() !== program) return;
      toldRightly.add(program);
      listener.apply(this, args);
      const [error] = args;
      if (!(error instanceof Error && isGrpcError(error))) owners.get(program)?.(error);
    },
    { listener, program },
  );
  // The listener is only being added now; it can be swapped as soon as it is there.
  queueMicrotask(() => swap(event as "uncaughtException", listener, guarded));
}

// A program stops listening just before it is reported as done; what its listener hears until then fails it.
function failUnfinished(event: string | symbol, listener: FaultListener): void {
  const program = currentContext();
  if (swapping || program === undefined || !faultEvents.has(event) || listeners.get(listener) !== program) return;
  if (toldRightly.has(program)) return;
  listener.call(process, new Error("the program lost its engine before it had declared everything"));
}

// Pulumi sets the process a limit of 30 just before, meant for one program; with many of them a listener each is no leak.
function allowOneListenerAProgram(): void {
  const needed = limitBefore + guards;
  if (process.getMaxListeners() !== 0 && process.getMaxListeners() < needed) process.setMaxListeners(needed);
}

function swap(event: "uncaughtException", listener: FaultListener, guarded: GuardedListener): void {
  if (!process.rawListeners(event).includes(listener)) return;
  swapping = true;
  try {
    process.off(event, listener);
    process.on(event, guarded);
  } finally {
    swapping = false;
  }
}

function reportUnowned(error: unknown): void {
  const program = currentContext();
  const owned = process
    .rawListeners("uncaughtException")
    .some((listener) => isGuarded(listener) && listener.program === program);
  // What a program still asks of an engine that has ended comes to nothing, and has been told.
  if (owned || (program && error instanceof Error && isGrpcError(error))) return;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.emitWarning(text, "UnownedErrorWarning");
}

function isGuarded(listener: unknown): listener is GuardedListener {
  return typeof listener === "function" && "program" in listener && "listener" in listener;
}
