import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { ChangeCounts, DriftedResource, PlannedChange, RecordedRole } from "../model";
import { explainFailure, OperationError } from "./errors";
import { createFailedCreates } from "./failed-creates";
import { guardPrograms } from "./guard";
import { runLocally } from "./local-stack";
import { runAnywhere } from "./remote-stack";
import { createStackEventLog, type StackDiagnostic } from "./stack-events";
import type { StackOperation } from "./stack-verbs";
import { createStepFindings } from "./step-findings";
import { watch } from "./watchdog";

/** What one operation came to. */
export interface StackResult {
  changes: ChangeCounts;
  /** The IAM roles of the stack. */
  roles: RecordedRole[];
  /** What was found to be different from what the stack records; only looked for by `look`. */
  drift: DriftedResource[];
  /** What it did to resources, or would do. */
  planned: PlannedChange[];
}

const noChanges: ChangeCounts = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };

/**
 * Runs one operation as one process of the CLI. A stack that is missing is made for `up`, previewed without making it, and
 * nothing to take away.
 *
 * @throws OperationError for every failure.
 */
export async function runStackOperation(operation: StackOperation): Promise<StackResult> {
  const watchdog = watch(operation.timeoutMs, operation.signal);
  const guard = guardPrograms(watchdog.endSoon);
  const events = createStackEventLog(operation.onStep);
  const findings = createStepFindings();
  const failed = createFailedCreates();
  const onEvent = (event: EngineEvent) => {
    events.read(event);
    findings.read(event);
    failed.read(event);
  };
  // What is told after the operation was interrupted is about the interruption.
  let toldBefore: StackDiagnostic[] | undefined;
  watchdog.signal.addEventListener("abort", () => {
    toldBefore = events.errors();
  });
  try {
    watchdog.signal.throwIfAborted();
    const owned = { ...operation, program: guard.own(operation.program) };
    const { foundInterrupted } = events;
    const { files } = operation.place;
    const options = { signal: watchdog.signal, onEvent, foundInterrupted, failed };
    const made = await (files ? runLocally(owned, files, options) : runAnywhere(owned, options));
    const drift = operation.verb === "look" ? findings.drift() : [];
    return {
      changes: made ? events.changes() : noChanges,
      roles: findings.roles(),
      drift,
      planned: findings.planned(),
    };
  } catch (error) {
    const stopped = watchdog.stopped();
    const evidence = { error, diagnostics: toldBefore ?? events.errors(), ...(stopped ? { stopped } : {}) };
    throw new OperationError(explainFailure(evidence), { cause: error });
  } finally {
    watchdog.release();
    guard.release();
  }
}
