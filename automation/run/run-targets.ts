import PQueue from "p-queue";
import { failureOf } from "../engine/errors";
import type { Journal } from "../journal/journal-store";
import { LeaseLostError } from "../lease/lease-errors";
import type {
  Failure,
  LeftOut,
  RoleProof,
  RunEvent,
  TargetAction,
  TargetOperation,
  TargetOutcome,
  TargetProgress,
  UnchangedAccount,
} from "../model";
import { intoPhases, type Prerequisites } from "../plan/phases";
import { describeLeftOut, GrowingSummary, type RunSummary } from "./run-summary";
import { wideSignal } from "./wide-signal";

/** Targets worked on at the same time, unless told otherwise. */
export const defaultConcurrency = 10;

/** What an operation gets along from the run it belongs to. */
export interface OperationContext {
  /** Aborted when the person does not want to wait for what is in flight. */
  signal: AbortSignal;
  onProgress(progress: TargetProgress): void;
}

/** What to run, how, and who is told. */
export interface RunTargetsOptions {
  /** Names the run; see `newRunId`. */
  runId: string;
  fleet: string;
  action: TargetAction;
  /** One operation a target, in the order they are to be started. */
  operations: readonly TargetOperation[];
  /** What has to be done before which account; where that fails, the account is not started. Default: nothing. */
  prerequisites?: Prerequisites;
  /** Accounts that are not part of the run; only recorded. */
  leftOut?: readonly LeftOut[];
  /** Accounts that are left alone, as they are as they were when they were proven; only recorded. */
  unchanged?: readonly UnchangedAccount[];
  /** Brings one target to what its settings say, or takes the grants away; rejects when that failed. */
  deploy(operation: TargetOperation, context: OperationContext): Promise<TargetOutcome>;
  /** Gathers evidence of who gets in after a target was deployed; a proof that does not hold fails the target. */
  prove?(operation: TargetOperation, outcome: TargetOutcome, context: OperationContext): Promise<RoleProof[]>;
  /** Default: 10. */
  concurrency?: number;
  /** When aborted, nothing more is started, and what is in flight is finished. */
  signal?: AbortSignal;
  /** When aborted, what is in flight is asked to stop too. Implies `signal`. */
  stopNow?: AbortSignal;
  /** Gets every event before anybody else. A journal that cannot be written stops the run. */
  journal?: Pick<Journal, "append">;
  onEvent?(event: RunEvent): void;
  onProgress?(progress: TargetProgress): void;
}

/**
 * Works through the targets in a sliding window: the next one starts as soon as one ends. One target's failure never
 * stops the others, but those that cannot do without it. They work in phases: what needs others begins when all of them have ended.
 *
 * A target whose program crashed is tried a second time when all others of its phase are through, alone, as a crash can come from a
 * neighbour in the same process.
 *
 * @returns What the run came to, every target accounted for.
 * @throws Only when an event could not be written to the journal, after what was in flight has finished.
 */
export async function runTargets(options: RunTargetsOptions): Promise<RunSummary> {
  const run = new TargetRun(options);
  await run.start();
  await run.workThroughAll();
  return run.end();
}

class TargetRun {
  private readonly started: RunEvent;
  private readonly run: GrowingSummary;
  private readonly crashed: { operation: TargetOperation; failure: Failure }[] = [];
  private readonly context: OperationContext;
  private journalFailure: { error: unknown } | undefined;
  /** True when a target was not started because the run was to end. */
  private cutShort = false;

  constructor(private readonly options: RunTargetsOptions) {
    this.started = describeStart(options);
    this.run = new GrowingSummary(this.started);
    this.context = {
      signal: wideSignal(options.stopNow),
      onProgress: (progress) => options.onProgress?.(progress),
    };
  }

  async start(): Promise<void> {
    await this.record(this.started);
  }

  async workThroughAll(): Promise<void> {
    const { operations, prerequisites = new Map() } = this.options;
    const byId = new Map(operations.map((operation) => [operation.target.account.id, operation]));
    const { phases, circle } = intoPhases([...byId.keys()], prerequisites);
    for (const phase of [...phases, circle]) {
      await this.workThrough(phase.flatMap((id) => byId.get(id) ?? []));
    }
  }

  private async workThrough(operations: readonly TargetOperation[]): Promise<void> {
    const queue = new PQueue({ concurrency: this.options.concurrency ?? defaultConcurrency });
    await Promise.all(operations.map((operation) => queue.add(() => this.work(operation, 1))));
    await this.retryCrashedAlone();
  }

  private async retryCrashedAlone(): Promise<void> {
    for (const { operation, failure } of this.crashed.splice(0)) {
      const accountId = operation.target.account.id;
      if (this.stopped()) await this.record({ type: "target-failed", at: now(), accountId, failure });
      else await this.work(operation, 2);
    }
  }

  async end(): Promise<RunSummary> {
    const { counts, targets } = this.run.summary();
    const interrupted = this.cutShort || targets.some(({ failure }) => failure?.kind === "cancelled");
    const result = interrupted ? "cancelled" : counts.failed > 0 ? "failed" : "done";
    await this.record({ type: "run-ended", at: now(), result });
    if (this.journalFailure) throw this.journalFailure.error;
    return this.run.summary();
  }

  private async work(operation: TargetOperation, attempt: number): Promise<void> {
    const accountId = operation.target.account.id;
    const reason = this.stopped() ? this.stopReason() : this.findUndone(accountId);
    if (reason !== undefined) return this.record({ type: "target-not-started", at: now(), accountId, reason });
    await this.record({ type: "target-started", at: now(), accountId, attempt });
    try {
      const outcome = await this.options.deploy(operation, this.context);
      await this.record({ type: "target-done", at: now(), accountId, outcome });
      await this.prove(operation, outcome);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "crash" && attempt === 1) this.crashed.push({ operation, failure });
      else await this.record({ type: "target-failed", at: now(), accountId, failure });
    }
  }

  private async prove(operation: TargetOperation, outcome: TargetOutcome): Promise<void> {
    if (!this.options.prove) return;
    const accountId = operation.target.account.id;
    const proofs = await this.options.prove(operation, outcome, this.context);
    await this.record({ type: "target-proved", at: now(), accountId, proofs });
    const unproven = proofs.filter(({ proven }) => !proven);
    if (unproven.length === 0) return;
    const details = unproven.flatMap(({ roleArn, results }) =>
      results
        .filter(({ expected, actual }) => expected !== actual)
        .map((result) => `${roleArn}, ${result.case}: ${result.detail}`),
    );
    const wrong =
      this.options.action === "offboard"
        ? "Not everything is gone"
        : "The role does not open for exactly the right party";
    const message = `${wrong}: ${details.join("; ")}`;
    await this.record({
      type: "target-failed",
      at: now(),
      accountId,
      failure: {
        kind: "proof",
        message,
        ...(this.options.action === "offboard" ? {} : { instruction: proofInstruction(accountId) }),
      },
    });
  }

  /** Why an account cannot be worked on: the first of what it needs that was not done. */
  private findUndone(accountId: string): string | undefined {
    const needed = this.options.prerequisites?.get(accountId) ?? [];
    for (const { accountId: id, because } of needed) {
      const target = this.run.target(id);
      if (target && target.state !== "done") {
        const ended = target.state === "failed" ? "failed" : "was not done";
        return `needs ${target.name} (${id}), which ${ended}: ${because}`;
      }
    }
    return undefined;
  }

  private stopped(): boolean {
    const { signal, stopNow } = this.options;
    return this.journalFailure !== undefined || signal?.aborted === true || stopNow?.aborted === true;
  }

  private stopReason(): string {
    this.cutShort = true;
    const reason: unknown = this.options.signal?.reason;
    if (this.journalFailure) return "the journal of the run could not be written";
    return reason instanceof LeaseLostError ? reason.message : "the run was cancelled before its turn";
  }

  private async record(event: RunEvent): Promise<void> {
    this.run.add(event);
    try {
      await this.options.journal?.append(event);
    } catch (error) {
      this.journalFailure ??= { error };
    }
    this.options.onEvent?.(event);
  }
}

function describeStart({
  runId,
  fleet,
  action,
  operations,
  leftOut = [],
  unchanged = [],
}: RunTargetsOptions): RunEvent {
  const targets = operations.map(({ target }) => ({ id: target.account.id, name: target.account.name }));
  return {
    ...{ type: "run-started", at: now(), runId, fleet, action, targets, leftOut: leftOut.map(describeLeftOut) },
    ...(unchanged.length > 0 ? { unchanged: [...unchanged] } : {}),
  };
}

function proofInstruction(accountId: string): string {
  return `\`cross-account drift --only ${accountId}\` shows what was changed by hand, and with --repair puts it right.`;
}

function now(): string {
  return new Date().toISOString();
}
