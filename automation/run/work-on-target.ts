import { failureOf } from "../engine/errors";
import type { Failure, RoleProof, TargetAction, TargetOperation, TargetOutcome, TargetProgress } from "../model";
import type { Clock } from "./clock";
import { type RetryRules, retryDelay } from "./retry-rules";
import type { RunRecord } from "./run-record";
import type { RunStop } from "./run-stop";

/** What an operation gets along from the run it belongs to. */
export interface OperationContext {
  /** Aborted when the person does not want to wait for what is in flight. */
  signal: AbortSignal;
  onProgress(progress: TargetProgress): void;
}

/** What is done to one target. */
export interface TargetSteps {
  /** Brings one target to what its settings say, or takes the grants away; rejects when that failed. */
  deploy(operation: TargetOperation, context: OperationContext): Promise<TargetOutcome>;
  /** Gathers evidence of who gets in after a target was deployed; a proof that does not hold fails the target. */
  prove?(operation: TargetOperation, outcome: TargetOutcome, context: OperationContext): Promise<RoleProof[]>;
}

/** What a run works on its targets with. */
export interface WorkFacts {
  action: TargetAction;
  steps: TargetSteps;
  context: OperationContext;
  retry: RetryRules;
  clock: Clock;
  record: RunRecord;
  stop: RunStop;
}

/**
 * Does one target's operation and has it proven, an error that may pass tried again after a while.
 *
 * @returns The failure, which is recorded but for a crash: that one may be a neighbour's fault, and the caller decides.
 */
export async function workOnTarget(operation: TargetOperation, facts: WorkFacts): Promise<Failure | undefined> {
  const { record, steps, context } = facts;
  const accountId = operation.target.account.id;
  try {
    const outcome = await deployPatiently(operation, facts);
    await record.add({ type: "target-done", at: now(), accountId, outcome });
    const proofs = await steps.prove?.(operation, outcome, context);
    if (!proofs) return undefined;
    await record.add({ type: "target-proved", at: now(), accountId, proofs });
    const failure = findUnproven(proofs, accountId, facts.action);
    if (failure) await record.add({ type: "target-failed", at: now(), accountId, failure });
    return failure;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== "crash") await record.add({ type: "target-failed", at: now(), accountId, failure });
    return failure;
  }
}

async function deployPatiently(operation: TargetOperation, facts: WorkFacts): Promise<TargetOutcome> {
  const { record, steps, context, retry, clock, stop } = facts;
  const accountId = operation.target.account.id;
  for (let retried = 0; ; retried += 1) {
    const attempt = (record.run.target(accountId)?.attempts ?? 0) + 1;
    await record.add({ type: "target-started", at: now(), accountId, attempt });
    try {
      return await steps.deploy(operation, context);
    } catch (error) {
      const failure = failureOf(error);
      const delayMs = stop.isStopped ? undefined : retryDelay(failure, retried, retry);
      if (delayMs === undefined) throw error;
      const againAt = new Date(clock.now().getTime() + delayMs).toISOString();
      await record.add({ type: "target-retried", at: now(), accountId, attempt, failure, againAt });
      await clock.sleep(delayMs, stop.idle);
      if (stop.isCancelled) stop.noteCutShort();
      if (stop.isStopped) throw error;
    }
  }
}

/** The failure that proofs which do not hold come to. */
function findUnproven(proofs: readonly RoleProof[], accountId: string, action: TargetAction): Failure | undefined {
  const unproven = proofs.filter(({ proven }) => !proven);
  if (unproven.length === 0) return undefined;
  const details = unproven.flatMap(({ roleArn, results }) =>
    results
      .filter(({ expected, actual }) => expected !== actual)
      .map((result) => `${roleArn}, ${result.case}: ${result.detail}`),
  );
  const wrong = action === "offboard" ? "Not everything is gone" : "The role does not open for exactly the right party";
  return {
    kind: "proof",
    message: `${wrong}: ${details.join("; ")}`,
    ...(action === "offboard" ? {} : { instruction: proofInstruction(accountId) }),
  };
}

function proofInstruction(accountId: string): string {
  return `\`cross-account drift --only ${accountId}\` shows what was changed by hand, and with --repair puts it right.`;
}

function now(): string {
  return new Date().toISOString();
}
