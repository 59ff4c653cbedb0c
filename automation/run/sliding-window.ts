import PQueue from "p-queue";
import type { Failure, TargetOperation } from "../model";
import type { Prerequisites } from "../plan/phases";
import type { FailureBudget } from "./failure-budget";
import { type WorkFacts, workOnTarget } from "./work-on-target";

/** What a window goes over targets with. */
export interface WindowOptions {
  work: WorkFacts;
  /** Targets worked on at the same time at most. */
  concurrency: number;
  prerequisites: Prerequisites;
  budget: FailureBudget;
}

/** Works on many targets, as many at once as the failures so far allow. */
export class SlidingWindow {
  private readonly crashed: { operation: TargetOperation; failure: Failure }[] = [];
  private heldBack: TargetOperation[] = [];

  constructor(private readonly options: WindowOptions) {}

  /** Works on all of them, or records why the rest is not started. */
  async workThrough(operations: readonly TargetOperation[]): Promise<void> {
    const { budget, work } = this.options;
    for (let waiting = operations; waiting.length > 0; waiting = this.heldBack) {
      const reason = budget.whyStopped();
      if (reason !== undefined) await work.stop.stop(reason);
      this.heldBack = [];
      await this.slideOver(waiting);
      // What crashed counts as failed until its second try did not: then there may be room again.
      await this.retryCrashedAlone();
    }
  }

  private async slideOver(operations: readonly TargetOperation[]): Promise<void> {
    const { budget, concurrency, work } = this.options;
    const queue = new PQueue({ concurrency: budget.concurrency(concurrency) });
    const begin = async (operation: TargetOperation): Promise<void> => {
      if (!work.stop.isStopped && budget.whyStopped() !== undefined) {
        this.heldBack.push(operation);
        return;
      }
      await this.begin(operation);
      queue.concurrency = budget.concurrency(concurrency);
    };
    await Promise.all(operations.map((operation) => queue.add(() => begin(operation))));
  }

  private async begin(operation: TargetOperation): Promise<void> {
    const { work, budget } = this.options;
    const accountId = operation.target.account.id;
    const reason = work.stop.whyNotStarted() ?? this.findUndone(accountId);
    if (reason !== undefined) {
      await work.record.add({ type: "target-not-started", at: new Date().toISOString(), accountId, reason });
      return;
    }
    const failure = await workOnTarget(operation, work);
    if (!failure) return;
    budget.add();
    if (failure.kind === "crash") this.crashed.push({ operation, failure });
  }

  private async retryCrashedAlone(): Promise<void> {
    const { work, budget } = this.options;
    for (const { operation, failure } of this.crashed.splice(0)) {
      const again = work.stop.isCancelled ? failure : await workOnTarget(operation, work);
      if (again?.kind === "crash") {
        const accountId = operation.target.account.id;
        await work.record.add({ type: "target-failed", at: new Date().toISOString(), accountId, failure: again });
      }
      if (!again) budget.takeBack();
    }
  }

  /** Why an account cannot be worked on: the first of what it needs that was not done. */
  private findUndone(accountId: string): string | undefined {
    const { prerequisites, work } = this.options;
    for (const { accountId: id, because } of prerequisites.get(accountId) ?? []) {
      const target = work.record.run.target(id);
      if (target && target.state !== "done") {
        const ended = target.state === "failed" ? "failed" : "was not done";
        return `needs ${target.name} (${id}), which ${ended}: ${because}`;
      }
    }
    return undefined;
  }
}
