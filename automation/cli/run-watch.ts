import type { RunEvent, TargetProgress } from "../model";
import { GrowingSummary, type TargetSummary } from "../run/run-summary";

/** Shows a run while it goes on. */
export interface Progress {
  onEvent(event: RunEvent): void;
  onProgress(progress: TargetProgress): void;
  /** Resolves once everything is shown. */
  end(): Promise<void>;
}

/** Keeps the summary of the run that is watched; every event costs the same, however many accounts there are. */
export class RunWatch {
  private run: GrowingSummary | undefined;

  /** Takes in the next event, and answers with the run as it is then. */
  take(event: RunEvent): GrowingSummary {
    if (this.run) this.run.add(event);
    else this.run = new GrowingSummary(event);
    return this.run;
  }
}

/** The target that an event is the last one of, if it is. A target is through when it is proven, or known not to get there. */
export function endedTarget(event: RunEvent, run: GrowingSummary): TargetSummary | undefined {
  const isLast =
    event.type === "target-failed" ||
    event.type === "target-not-started" ||
    (event.type === "target-proved" && event.proofs.every(({ proven }) => proven));
  return isLast ? run.target(event.accountId) : undefined;
}
