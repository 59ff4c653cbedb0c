import type { AsyncLocalStorage } from "node:async_hooks";

const faultEvents: ReadonlySet<string | symbol> = new Set(["uncaughtException", "unhandledRejection"]);

type FaultListener = (this: NodeJS.Process, ...args: unknown[]) => void;

/** The listener as Node.js expects it: `process.off` finds a wrapped listener by its `listener` property. */
interface GuardedListener extends FaultListener {
  listener: FaultListener;
  store: unknown;
}

let guards = 0;
let swapping = false;

/**
 * Keeps the crash of one inline program from failing the others that run in this process.
 *
 * Every inline program listens for uncaught errors of the whole process (`@pulumi/pulumi/automation/server`), and so takes
 * every other program's crash for its own. While a guard is held, such a listener hears only errors from its own
 * program's asynchronous context. An error that belongs to no program is reported as a warning of the process.
 *
 * @returns Lets go of the guard.
 */
export function guardPrograms(): () => void {
  guards += 1;
  if (guards === 1) {
    process.on("newListener", guardNewListener);
    for (const event of ["uncaughtException", "unhandledRejection"] as const) process.on(event, reportUnowned);
  }
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    guards -= 1;
    if (guards > 0) return;
    process.off("newListener", guardNewListener);
    for (const event of ["uncaughtException", "unhandledRejection"] as const) process.off(event, reportUnowned);
  };
}

function guardNewListener(event: string | symbol, listener: FaultListener): void {
  const store = currentStore();
  // `newListener` names the wrapped function when a guarded listener is added, so only the flag tells it apart.
  if (swapping || store === undefined || !faultEvents.has(event)) return;
  const guarded: GuardedListener = Object.assign(
    function (this: NodeJS.Process, ...args: unknown[]) {
      if (currentStore() === store) listener.apply(this, args);
    },
    { listener, store },
  );
  // The listener is only being added now; it can be swapped as soon as it is there.
  queueMicrotask(() => swap(event as "uncaughtException", listener, guarded));
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
