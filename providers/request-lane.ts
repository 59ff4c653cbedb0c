import { setTimeout as sleep } from "node:timers/promises";
import PQueue from "p-queue";
import pRetry from "p-retry";
import { countRepetition, inCallersContext } from "./call-telemetry";
import { VendorError } from "./vendor-error";

/** How patiently one lane repeats a failed request. Milliseconds. */
export interface RetryPace {
  /** Repetitions after the first attempt. */
  retries: number;
  /** Delay before the first repetition; doubles each time, and is stretched at random up to twofold. */
  firstDelayMs: number;
  maxDelayMs: number;
}

/** Six repetitions within about a minute. */
export const defaultRetryPace: RetryPace = { retries: 6, firstDelayMs: 500, maxDelayMs: 15_000 };

/**
 * One lane of requests to a vendor: one at a time, and none while the vendor has the lane blocked.
 *
 * A vendor that counts requests per route answers each request sent while blocked by pushing the reset back, so a
 * blocked request holds the lane until its turn comes, and the requests behind it wait too.
 */
export class RequestLane {
  private readonly queue = new PQueue({ concurrency: 1 });
  // On the clock that nobody sets: a corrected system clock must not hold up a lane, nor open it early.
  private openAt = 0;

  /** @param vendor Whose lane it is, such as `spot`. */
  constructor(private readonly vendor: string) {}

  /** Keeps the lane closed for this many milliseconds from now. */
  pause(milliseconds: number): void {
    this.openAt = Math.max(this.openAt, performance.now() + milliseconds);
  }

  /**
   * Sends when the lane is free and open, and again after a retryable {@link VendorError}.
   *
   * With `repeatable` false it is sent again only when the vendor certainly did nothing.
   */
  run<Answer>(send: () => Promise<Answer>, repeatable: boolean, pace: RetryPace): Promise<Answer> {
    const work = inCallersContext(() => this.sendUntilAnswered(send, repeatable, pace));
    return this.queue.add(work, { throwOnTimeout: true });
  }

  private sendUntilAnswered<Answer>(
    send: () => Promise<Answer>,
    repeatable: boolean,
    pace: RetryPace,
  ): Promise<Answer> {
    const sendWhenOpen = async () => {
      await this.opened();
      return send();
    };
    return pRetry(sendWhenOpen, {
      retries: pace.retries,
      minTimeout: pace.firstDelayMs,
      maxTimeout: pace.maxDelayMs,
      randomize: true,
      // The wait for the reset comes first and the backoff after it, as the vendor asks.
      onFailedAttempt: ({ error, retriesLeft }) => {
        if (retriesLeft === 0 || !mayRepeat(error, repeatable)) return undefined;
        countRepetition(this.vendor);
        return this.opened();
      },
      shouldRetry: ({ error }) => mayRepeat(error, repeatable),
    });
  }

  private async opened(): Promise<void> {
    for (let wait = this.openAt - performance.now(); wait > 0; wait = this.openAt - performance.now()) {
      await sleep(wait);
    }
  }
}

function mayRepeat(error: Error, repeatable: boolean): boolean {
  return error instanceof VendorError && error.retryable && (repeatable || error.outcome === "refused");
}

const lanes = new Map<string, RequestLane>();

/** The lane of this name, shared by the whole process: name it after everything the vendor counts requests by. */
export function requestLane(vendor: string, name: string): RequestLane {
  const known = lanes.get(name);
  if (known) {
    return known;
  }
  const lane = new RequestLane(vendor);
  lanes.set(name, lane);
  return lane;
}
