import type { RunEvent, TargetProgress } from "../model";
import type { RunSummary, TargetSummary } from "../run/run-summary";

/** Shows a run while it goes on. */
export interface Progress {
  onEvent(event: RunEvent): void;
  onProgress(progress: TargetProgress): void;
  /** Resolves once everything is shown. */
  end(): Promise<void>;
}

/** The target that an event is the last one of, if it is. A target is through when it is proven, or known not to get there. */
export function endedTarget(event: RunEvent, summary: RunSummary): TargetSummary | undefined {
  const isLast =
    event.type === "target-failed" ||
    event.type === "target-not-started" ||
    (event.type === "target-proved" && event.proofs.every(({ proven }) => proven));
  return isLast ? summary.targets.find(({ accountId }) => accountId === event.accountId) : undefined;
}
