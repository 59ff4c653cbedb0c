import type { LeftOut, RunEvent, TargetAction, TargetOperation, TargetProgress, UnchangedAccount } from "../model";
import { type Amount, concurrencyOf } from "../plan/amount";
import { intoPhases, type Prerequisites } from "../plan/phases";
import type { Wave } from "../plan/wave-rules";
import { type Clock, systemClock } from "./clock";
import { FailureBudget, type Tolerance } from "./failure-budget";
import { type Approve, passGate } from "./pass-gate";
import type { RetryRules } from "./retry-rules";
import { type RunListeners, RunRecord } from "./run-record";
import { RunStop, type StopSignals } from "./run-stop";
import { describeLeftOut, type RunSummary } from "./run-summary";
import { SlidingWindow } from "./sliding-window";
import { wideSignal } from "./wide-signal";
import type { TargetSteps } from "./work-on-target";

/** Targets worked on at the same time, unless told otherwise. */
export const defaultConcurrency = 10;

/** What to run, how, and who is told. */
export interface RunTargetsOptions extends TargetSteps, Tolerance, StopSignals, RunListeners {
  /** Names the run; see `newRunId`. */
  runId: string;
  fleet: string;
  action: TargetAction;
  /** One operation a target, in the order they are to be started. */
  operations: readonly TargetOperation[];
  /** What has to be done before which account; where that fails, the account is not started. Default: nothing. */
  prerequisites?: Prerequisites;
  /** The waves, one after the other; see `intoWaves`. Default: all accounts together. */
  waves?: readonly Wave[];
  /** Accounts that are not part of the run; only recorded. */
  leftOut?: readonly LeftOut[];
  /** Accounts that are left alone, as they are as they were when they were proven; only recorded. */
  unchanged?: readonly UnchangedAccount[];
  /** A number, or a share of the operations such as `10%`, at most 100. Default: 10. */
  concurrency?: Amount;
  /** How often and how patiently an error that may pass is met. Default: never. */
  retry?: RetryRules;
  /** Says whether the run may go on where a gate asks for approval. Default: nobody does, and it may not. */
  approve?: Approve;
  /** Folder that programs of gates are run in. Default: that of this process. */
  folder?: string;
  /** Default: the time of this machine. */
  clock?: Clock;
  onProgress?(progress: TargetProgress): void;
}

/**
 * Works through the targets in a sliding window: the next one starts as soon as one ends. One target's failure never
 * stops the others, but those that cannot do without it, and all that are left when there are more failures than the tolerance bears.
 *
 * Waves come one after the other, with their soaks and gates between; within a wave what needs others begins when all of those have ended.
 * A target whose program crashed is tried a second time when all others of its phase are through, alone, as a crash can come from a
 * neighbour in the same process. An error that may pass, such as a rate limit, is tried again as often as `retry` says.
 *
 * @returns What the run came to, every target accounted for.
 * @throws Only when an event could not be written to the journal, after what was in flight has finished.
 */
export async function runTargets(options: RunTargetsOptions): Promise<RunSummary> {
  const run = new TargetRun(options);
  await run.workThroughAll();
  return run.end();
}

class TargetRun {
  private readonly record: RunRecord;
  private readonly stop: RunStop;
  private readonly budget: FailureBudget;
  private readonly window: SlidingWindow;
  private readonly clock: Clock;
  private readonly byId: Map<string, TargetOperation>;
  private readonly waves: readonly Wave[];

  constructor(private readonly options: RunTargetsOptions) {
    const { operations, prerequisites = new Map(), concurrency = defaultConcurrency, clock = systemClock } = options;
    this.byId = new Map(operations.map((operation) => [operation.target.account.id, operation]));
    this.waves = completeWaves([...this.byId.keys()], options.waves ?? []);
    this.record = new RunRecord(describeStart(options, this.waves), options);
    this.stop = new RunStop(options, this.record);
    this.budget = new FailureBudget(options);
    this.clock = clock;
    this.window = new SlidingWindow({
      work: {
        action: options.action,
        steps: options,
        context: {
          signal: wideSignal(options.stopNow),
          onProgress: (progress) => options.onProgress?.(progress),
        },
        retry: options.retry ?? { retries: 0 },
        ...{ clock, record: this.record, stop: this.stop },
      },
      concurrency: concurrencyOf(concurrency, operations.length),
      prerequisites,
      budget: this.budget,
    });
  }

  async workThroughAll(): Promise<void> {
    await this.record.start();
    for (const [index, wave] of this.waves.entries()) {
      const before = this.waves[index - 1];
      if (before) await this.passInto(wave, before);
      await this.workThrough(wave);
    }
  }

  async end(): Promise<RunSummary> {
    const { counts, targets, stopped } = this.record.run.summary();
    const interrupted = this.stop.wasCutShort || targets.some(({ failure }) => failure?.kind === "cancelled");
    const result = interrupted ? "cancelled" : counts.failed > 0 || stopped !== undefined ? "failed" : "done";
    await this.record.add({ type: "run-ended", at: now(), result });
    this.record.assertWritten();
    return this.record.run.summary();
  }

  /** Waits for what lies between two waves; where the next one may not begin, the run is stopped. */
  private async passInto(next: Wave, before: Wave): Promise<void> {
    if (this.stop.isStopped) return;
    const failed = this.budget.whyLastWave();
    if (failed !== undefined) return this.stop.stop(failed);
    const { fleet, runId, approve, folder } = this.options;
    const waiting = this.record.run.counts.waiting;
    const shut = await passGate(before, {
      request: { fleet, runId, after: before.name, next: next.name, waiting, signal: this.stop.idle },
      clock: this.clock,
      approve,
      folder,
      onWait: (what, until) =>
        this.record.add({
          ...{ type: "wave-waits", at: now(), wave: before.name, for: what },
          ...(until ? { until: until.toISOString() } : {}),
        }),
    });
    if (shut?.declined) this.stop.noteCutShort();
    if (shut) await this.stop.stop(shut.reason);
  }

  private async workThrough({ name, accountIds, canary }: Wave): Promise<void> {
    if (this.waves.length > 1 && !this.stop.isStopped) {
      await this.record.add({ type: "wave-started", at: now(), wave: name });
    }
    this.budget.beginWave({ name, size: accountIds.length, canary: canary === true });
    const { phases, circle } = intoPhases(accountIds, this.options.prerequisites ?? new Map());
    for (const phase of [...phases, circle]) {
      await this.window.workThrough(phase.flatMap((id) => this.byId.get(id) ?? []));
    }
  }
}

/** The waves with what is in none of them as the last one. */
function completeWaves(ids: readonly string[], waves: readonly Wave[]): Wave[] {
  const known = new Set(waves.flatMap(({ accountIds }) => accountIds));
  const rest = ids.filter((id) => !known.has(id));
  return rest.length > 0 ? [...waves, { name: `wave ${waves.length + 1}`, accountIds: rest }] : [...waves];
}

function describeStart(options: RunTargetsOptions, waves: readonly Wave[]): RunEvent {
  const { runId, fleet, action, operations, leftOut = [], unchanged = [] } = options;
  const targets = operations.map(({ target }) => ({ id: target.account.id, name: target.account.name }));
  return {
    ...{ type: "run-started", at: now(), runId, fleet, action, targets, leftOut: leftOut.map(describeLeftOut) },
    ...(unchanged.length > 0 ? { unchanged: [...unchanged] } : {}),
    ...(waves.length > 1 ? { waves: waves.map(({ name, accountIds }) => ({ name, accountIds })) } : {}),
  };
}

function now(): string {
  return new Date().toISOString();
}
