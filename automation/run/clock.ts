import { setTimeout as sleepFor } from "node:timers/promises";

// Timers count in 32 bits, so a longer time is slept in pieces.
const longestTimerMs = 24 * 3_600_000;

/** The time as a run knows it; a test puts one in its place that need not be waited for. */
export interface Clock {
  now(): Date;
  /** Resolves when the time is over, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    const end = Date.now() + ms;
    for (let left = ms; left > 0 && !signal.aborted; left = end - Date.now()) {
      await sleepFor(Math.min(left, longestTimerMs), undefined, { signal }).catch((error: Error) => {
        if (error.name !== "AbortError") throw error;
      });
    }
  },
};
