import { type Amount, countOf } from "../plan/amount";
import { count } from "../report/text-report";

/** How many failures a run bears, and what it does about those it had. */
export interface Tolerance {
  /** A number is one of the whole run, a share one of each wave; nothing: no limit within a wave, and none borne between two. */
  tolerance?: Amount | undefined;
  /** `strict`: never more at once than failures are left, and one. */
  toleranceMode?: "strict" | "soft" | undefined;
}

/** The wave a run is at. */
export interface BudgetWave {
  name: string;
  size: number;
  canary: boolean;
}

/** Counts the failures of a run and decides what they allow; knows nothing of how targets are worked on. */
export class FailureBudget {
  private failedInRun = 0;
  private failedInWave = 0;
  private wave: BudgetWave = { name: "", size: 0, canary: false };

  constructor(private readonly rules: Tolerance) {}

  beginWave(wave: BudgetWave): void {
    this.wave = wave;
    this.failedInWave = 0;
  }

  /** Counts a failure. */
  add(): void {
    this.failedInRun += 1;
    this.failedInWave += 1;
  }

  /** Takes one back, as a second try did not fail. */
  takeBack(): void {
    this.failedInRun -= 1;
    this.failedInWave -= 1;
  }

  /** How many targets may be worked on at once now; at least one. */
  concurrency(most: number): number {
    const left = this.left();
    if (left === undefined || this.rules.toleranceMode === "soft") return most;
    return Math.max(1, Math.min(most, left + 1));
  }

  /** Why nothing more may be started in this wave; nothing while it may. */
  whyStopped(): string | undefined {
    const left = this.left();
    if (left === undefined || left >= 0) return undefined;
    const { tolerance } = this.rules;
    if (typeof tolerance === "number") {
      return `${count(this.failedInRun, "account")} failed, and at most ${tolerance} may (rollout.tolerance)`;
    }
    const allowed = this.failedInWave + left;
    const { name, size } = this.wave;
    return `${count(this.failedInWave, "account")} of ${name} failed, and at most ${allowed} of its ${size} may (rollout.tolerance: ${tolerance})`;
  }

  /** Why no wave may follow this one; nothing when one may. */
  whyLastWave(): string | undefined {
    const { name, canary } = this.wave;
    const bearsNone = canary || this.rules.tolerance === undefined;
    if (!bearsNone || this.failedInWave === 0) return this.whyStopped();
    const rule = canary
      ? "a canary bears no failure"
      : "without rollout.tolerance a wave follows only when nothing failed";
    return `${count(this.failedInWave, "account")} of ${name} failed, and ${rule}`;
  }

  /** How many more failures are borne; below zero when there were too many already. */
  private left(): number | undefined {
    const { tolerance } = this.rules;
    if (tolerance === undefined) return undefined;
    if (typeof tolerance === "number") return tolerance - this.failedInRun;
    return countOf(tolerance, this.wave.size) - this.failedInWave;
  }
}
