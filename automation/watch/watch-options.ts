import type { Drift } from "../drift/drift";
import type { RunOptions } from "../fleet/fleet-options";
import type { LeaseHolder } from "../lease/lease-record";
import type { Clock } from "../run/clock";
import type { RunSummary } from "../run/run-summary";
import type { OpenProblem } from "./watch-state";

/** The time, as a watch knows it; tests bring one of their own. */
export interface WatchClock extends Clock {
  /** From 0 up to 1, so that many watches do not all look at the same moment. */
  random(): number;
}

/** How a fleet is watched, and how that ends; what is left out is as the fleet file says. */
export interface WatchOptions
  extends Pick<
    RunOptions,
    | "concurrency"
    | "tolerance"
    | "approve"
    | "workers"
    | "maxTargets"
    | "maxDeletes"
    | "signal"
    | "stopNow"
    | "onEvent"
    | "onProgress"
  > {
  /** Milliseconds between two looks. Default: `watch.interval` of the fleet file, 5 minutes. */
  intervalMs?: number;
  /** Milliseconds between two comparisons with AWS and the vendors. Default: `watch.driftEvery`; without that, never. */
  driftEveryMs?: number;
  /** True to put right what has drifted. Default: `watch.repair`. */
  repair?: boolean;
  /** True to offboard accounts that left the fleet. Default: `watch.offboard`. */
  offboard?: boolean;
  /** Default: that of the process. */
  clock?: WatchClock;
}

/** An account that failed before, and when it is tried again. */
export interface WaitingAccount {
  accountId: string;
  name: string;
  /** ISO 8601. */
  retryAt: string;
}

/** An account that has a stack and is not chosen any more. */
export interface LeftAccount {
  accountId: string;
  name: string;
  reason: string;
}

/** What came of telling others. */
export interface AlertOutcome {
  to: "webhook" | "command";
  /** New failures and ends of failures that it told of. */
  failures: number;
  recovered: number;
  /** Why nobody could be told; it is tried again in the next round. */
  problem?: string;
}

/** One look at a fleet, and what was done about what was seen. */
export interface WatchRound {
  fleet: string;
  /** ISO 8601. */
  startedAt: string;
  endedAt: string;
  /**
   * `done`: nothing is wrong; `failed`: something is, see `problems`; `refused`: only that a cap forbade it, or another run worked on the
   * fleet; `cancelled`: it was cut short.
   */
  result: "done" | "failed" | "refused" | "cancelled";
  /** The runs there were something to do for: none, `up`, `offboard` or both. */
  runs: RunSummary[];
  /** What the comparison found, when it was its turn. */
  drift?: Drift;
  /** Who worked on the fleet meanwhile, so that this round left it alone. */
  heldBy?: LeaseHolder;
  waiting: WaitingAccount[];
  /** Accounts that left and have a stack still; told, and with `offboard` offboarded. */
  left: LeftAccount[];
  /** Everything that is wrong by now, also from rounds before. */
  problems: OpenProblem[];
  alerts: AlertOutcome[];
}
