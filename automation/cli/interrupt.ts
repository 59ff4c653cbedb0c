import { untilAborted } from "../run/until-aborted";
import type { Terminal } from "./terminal";

/** What Ctrl-C does to a verb: the first press ends it in order, the second stops what is in flight, the third is final. */
export interface Interrupt {
  /** Aborted by the first press. */
  signal: AbortSignal;
  /** Aborted by the second press. */
  stopNow: AbortSignal;
  /** Rejects as soon as the first press comes; for work that changes nothing and need not be waited for. */
  orCancelled<Result>(work: Promise<Result>): Promise<Result>;
  /** Lets the presses be what they were. */
  release(): void;
}

/** Where presses come from: the process, or a test. */
export interface PressSource {
  on(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
}

/**
 * Listens for Ctrl-C, and for the SIGTERM a supervisor sends, which counts as one.
 *
 * @param isRunning Whether accounts are being worked on, and there is something in flight to be finished.
 * @param leave Ends the process at once.
 */
export function listenForInterrupt(
  source: PressSource,
  terminal: Pick<Terminal, "remark">,
  isRunning: () => boolean,
  leave: () => void,
): Interrupt {
  const finish = new AbortController();
  const stop = new AbortController();
  const press = (): void => {
    if (stop.signal.aborted) {
      leave();
    } else if (finish.signal.aborted) {
      terminal.remark("Stopping what is in flight; it is recorded as far as it came.");
      stop.abort();
    } else {
      if (isRunning()) terminal.remark("Finishing what is in flight. Press Ctrl-C again to stop it now.");
      finish.abort();
    }
  };
  source.on("SIGINT", press);
  source.on("SIGTERM", press);
  return {
    signal: finish.signal,
    stopNow: stop.signal,
    orCancelled: (work) => untilAborted(work, finish.signal),
    release: () => {
      source.off("SIGINT", press);
      source.off("SIGTERM", press);
    },
  };
}
