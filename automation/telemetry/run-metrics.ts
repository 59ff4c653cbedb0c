import { type Counter, type Histogram, metrics } from "@opentelemetry/api";
import { telemetryScope } from "../../providers/call-telemetry";
import type { TargetAction } from "../model";

/** What came of one account, as metrics tell it apart. */
export interface AccountResult {
  fleet: string;
  action: TargetAction;
  result: "done" | "failed" | "not-started" | "unchanged";
  /** Class of the error of one that failed. */
  failureKind?: string;
  /** Milliseconds; absent for one that was not started. */
  durationMs?: number;
}

/** The metrics of runs. Nothing happens where nobody registered a telemetry SDK before the run began. */
export class RunMetrics {
  private readonly accounts: Counter;
  private readonly durations: Histogram;
  private readonly retries: Counter;
  private readonly runs: Histogram;

  constructor() {
    const meter = metrics.getMeter(telemetryScope);
    this.accounts = meter.createCounter("cross_account.accounts", {
      description: "Accounts of runs, by what came of them",
    });
    this.durations = meter.createHistogram("cross_account.account.duration", {
      unit: "s",
      description: "From the start of an account to its proof",
      advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800] },
    });
    this.retries = meter.createCounter("cross_account.account.retries", {
      description: "Accounts that were tried again",
    });
    this.runs = meter.createHistogram("cross_account.run.duration", {
      unit: "s",
      description: "Runs from their beginning to their end",
      advice: { explicitBucketBoundaries: [5, 15, 60, 300, 900, 3_600, 14_400, 43_200] },
    });
  }

  /** An account that will not change any more in this run. */
  countAccount({ durationMs, failureKind, fleet, action, result }: AccountResult): void {
    const attributes = { "cross_account.fleet": fleet, "cross_account.action": action, "cross_account.result": result };
    this.accounts.add(1, { ...attributes, ...(failureKind === undefined ? {} : { "error.type": failureKind }) });
    if (durationMs !== undefined) this.durations.record(durationMs / 1_000, attributes);
  }

  countRetry(fleet: string, action: TargetAction): void {
    this.retries.add(1, { "cross_account.fleet": fleet, "cross_account.action": action });
  }

  recordRun(fleet: string, action: TargetAction, result: string, durationMs: number): void {
    const attributes = { "cross_account.fleet": fleet, "cross_account.action": action, "cross_account.result": result };
    this.runs.record(durationMs / 1_000, attributes);
  }
}
