/** Why an operation was asked to stop. */
export type StopReason =
  | { kind: "cancelled" }
  | { kind: "timeout"; afterMs: number }
  /** Its own program let this error go uncaught, and did not end by itself. */
  | { kind: "fault"; error: unknown };

/** How long a program may take to end by itself after a fault of its own, in milliseconds. */
const faultPatienceMs = 2000;

/** A signal for one operation: it follows the caller's, and fires by itself when the operation takes too long or its program is lost. */
export interface Watchdog {
  readonly signal: AbortSignal;
  /** Why the signal fired; nothing while it has not. */
  stopped(): StopReason | undefined;
  /**
   * Gives the operation a moment to end by itself after a fault of its program; after that it is stopped, as resources that wait on what
   * the fault was to give would wait for ever. Only the first fault counts.
   */
  endSoon(fault: unknown): void;
  /** Lets go of the caller's signal and of the timer. */
  release(): void;
}

/**
 * Starts watching one operation.
 *
 * The caller's signal is listened to only until `release`, so one signal can serve thousands of operations.
 */
export function watch(timeoutMs: number, callerSignal?: AbortSignal): Watchdog {
  const controller = new AbortController();
  // Listeners on a signal of our own: Node.js warns of a leak when more than ten operations listen to the caller's.
  const caller = callerSignal && AbortSignal.any([callerSignal]);
  let stopped: StopReason | undefined;
  let faultTimer: NodeJS.Timeout | undefined;
  const stop = (reason: StopReason) => {
    stopped ??= reason;
    controller.abort();
  };
  const cancel = () => stop({ kind: "cancelled" });
  const timer = setTimeout(() => stop({ kind: "timeout", afterMs: timeoutMs }), timeoutMs);
  if (caller?.aborted) cancel();
  else caller?.addEventListener("abort", cancel, { once: true });
  return {
    signal: controller.signal,
    stopped: () => stopped,
    endSoon: (error) => {
      faultTimer ??= setTimeout(() => stop({ kind: "fault", error }), faultPatienceMs);
    },
    release: () => {
      clearTimeout(timer);
      clearTimeout(faultTimer);
      caller?.removeEventListener("abort", cancel);
    },
  };
}
