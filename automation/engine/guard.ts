import type { AsyncLocalStorage } from "node:async_hooks";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { isGrpcError } from "@pulumi/pulumi/errors";

const faultEvents: ReadonlySet<string | symbol> = new Set(["uncaughtException", "unhandledRejection"]);

type FaultListener = (this: NodeJS.Process, ...args: unknown[]) => void;

/** The listener as Node.js expects it: `process.off` finds a wrapped listener by its `listener` property. */
interface GuardedListener extends FaultListener {
  listener: FaultListener;
  store: unknown;
}

/** Who is told of the faults of one program, by the program's asynchronous context. */
const owners = new Map<unknown, (error: unknown) => void>();

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
 * @param onFault Told every error that the owned program let go uncaught. Errors of the engine's own calls are left out, as
 * the CLI knows of them.
 */
export function guardPrograms(onFault: (error: unknown) => void = () => undefined): ProgramGuard {
  hold();
  let store: unknown;
  let held = true;
  return {
    own: (program) => async () => {
      store = currentStore();
      if (held && store !== undefined) owners.set(store, onFault);
      return program();
    },
    release: () => {
      if (!held) return;
      held = false;
      owners.delete(store);
      if (store !== undefined) removeListenersOf(store);
      letGo();
    },
  };
}

function hold(): void {
  guards += 1;
  if (guards > 1) return;
  limitBefore = process.getMaxListeners();
  process.on("newListener", guardNewListener);
  for (const event of ["uncaughtException", "unhandledRejection"] as const) process.on(event, reportUnowned);
}

function letGo(): void {
  guards -= 1;
  if (guards > 0) return;
  process.off("newListener", guardNewListener);
  for (const event of ["uncaughtException", "unhandledRejection"] as const) process.off(event, reportUnowned);
  process.setMaxListeners(limitBefore);
}

// A program that waits for ever on an input that was rejected never takes its listeners back.
function removeListenersOf(store: unknown): void {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    for (const listener of process.rawListeners(event)) {
      if (isGuarded(listener) && listener.store === store) process.off(event, listener);
    }
  }
}

function guardNewListener(event: string | symbol, listener: FaultListener): void {
  const store = currentStore();
  // `newListener` names the wrapped function when a guarded listener is added, so only the flag tells it apart.
  if (swapping || store === undefined || !faultEvents.has(event)) return;
  allowOneListenerAProgram();
  const guarded: GuardedListener = Object.assign(
    function (this: NodeJS.Process, ...args: unknown[]) {
      if (currentStore() !== store) return;
      listener.apply(this, args);
      const [error] = args;
      if (!(error instanceof Error && isGrpcError(error))) owners.get(store)?.(error);
    },
    { listener, store },
  );
  // The listener is only being added now; it can be swapped as soon as it is there.
  queueMicrotask(() => swap(event as "uncaughtException", listener, guarded));
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
  const store = currentStore();
  const owned = process
    .rawListeners("uncaughtException")
    .some((listener) => isGuarded(listener) && listener.store === store);
  if (owned) return;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.emitWarning(text, "UnownedErrorWarning");
}

function isGuarded(listener: unknown): listener is GuardedListener {
  return typeof listener === "function" && "store" in listener && "listener" in listener;
}

// Pulumi keeps the context of every inline program in this global, so that several copies of the SDK share it.
function currentStore(): unknown {
  return (globalThis as { asyncLocalStorage?: AsyncLocalStorage<unknown> }).asyncLocalStorage?.getStore();
}
