/** A signal for one operation: it follows the caller's, and fires by itself when the operation takes too long. */
export interface Watchdog {
  readonly signal: AbortSignal;
  /** Why the signal fired; nothing while it has not. */
  stopped(): { kind: "cancelled" } | { kind: "timeout"; afterMs: number } | undefined;
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
  let stopped: ReturnType<Watchdog["stopped"]>;
  const stop = (reason: NonNullable<typeof stopped>) => {
    stopped ??= reason;
    controller.abort();
  };
  const cancel = () => stop({ kind: "cancelled" });
  const timer = setTimeout(() => stop({ kind: "timeout", afterMs: timeoutMs }), timeoutMs);
  if (callerSignal?.aborted) cancel();
  else callerSignal?.addEventListener("abort", cancel, { once: true });
  return {
    signal: controller.signal,
    stopped: () => stopped,
    release: () => {
      clearTimeout(timer);
      callerSignal?.removeEventListener("abort", cancel);
    },
  };
}
