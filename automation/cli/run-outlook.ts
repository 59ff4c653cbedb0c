import type { RunEvent } from "../model";
import { FailureGroups } from "../report/failure-groups";
import { count } from "../report/text-report";
import { spanText } from "../report/timing";
import { describeStep } from "../report/waves-text";
import type { GrowingSummary } from "../run/run-summary";
import { endedTarget } from "./run-watch";

/** From this many accounts on that are through, what is left can be told from what they took. */
const fewestToTell = 2;

/** Failures that are told apart. */
const mostGroups = 3;

/** How far a run is, how long it will still take, and what fails most; every event costs the same, however many accounts there are. */
export class RunOutlook {
  private readonly failures = new FailureGroups();
  private startedAt = 0;
  private size = 0;
  private worked = 0;
  private ended = 0;
  private failed = 0;
  private waiting: string | undefined;

  /** @param now Milliseconds since 1970, as `Date.now` tells them. */
  constructor(private readonly now: () => number = Date.now) {}

  /** Takes in the next event. @param run The run with it. */
  take(event: RunEvent, run: GrowingSummary): void {
    if (event.type === "run-started") {
      this.startedAt = this.now();
      this.size = run.size;
    }
    this.waiting = event.type === "wave-waits" ? describeStep(event) : this.waitingAfter(event);
    const target = endedTarget(event, run);
    if (!target) return;
    this.ended += 1;
    if (target.state !== "not-started") this.worked += 1;
    if (target.state !== "failed") return;
    this.failed += 1;
    this.failures.add(target);
  }

  /** Such as `12 of 40 accounts, 2 failed, about 3 min 5 s left`. */
  headline(): string {
    const failed = this.failed > 0 ? [`${this.failed} failed`] : [];
    return [`${this.ended} of ${count(this.size, "account")}`, ...failed, ...this.whatIsLeft()].join(", ");
  }

  get hasFailures(): boolean {
    return this.failed > 0;
  }

  /** What fails most, a line a reason, those of most accounts first. */
  topFailures(): string[] {
    const groups = this.failures.counts().slice(0, mostGroups);
    return groups.map(({ number, kind, message }) => `${number} × ${kind}: ${message}`);
  }

  private waitingAfter(event: RunEvent): string | undefined {
    return event.type === "wave-started" || event.type === "run-ended" ? undefined : this.waiting;
  }

  private whatIsLeft(): string[] {
    if (this.waiting !== undefined) return [this.waiting];
    const left = this.size - this.ended;
    if (left === 0 || this.worked < fewestToTell) return [];
    const ms = ((this.now() - this.startedAt) / this.worked) * left;
    return [`about ${spanText(Math.max(ms, 1_000))} left`];
  }
}
