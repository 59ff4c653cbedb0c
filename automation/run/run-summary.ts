import type { ChangeCounts, Failure, LeftOut, RoleProof, RunEvent, TargetAction, TargetOutcome } from "../model";

/** Where one target of a run stands. */
export type TargetState = "waiting" | "running" | "done" | "failed" | "not-started";

/** What a run came to for one account. */
export interface TargetSummary {
  accountId: string;
  name: string;
  state: TargetState;
  /** How many times the operation was started. */
  attempts: number;
  outcome?: TargetOutcome;
  proofs?: RoleProof[];
  failure?: Failure;
  /** Why it was not started. */
  reason?: string;
}

/** A run as a whole: a view of its events, complete or not. */
export interface RunSummary {
  runId: string;
  fleet: string;
  action: TargetAction;
  /** `running` while there is no end in the journal: the run goes on, or it was killed. */
  result: "running" | "done" | "failed" | "cancelled";
  startedAt: string;
  endedAt?: string;
  targets: TargetSummary[];
  leftOut: { id: string; name: string; reason: string }[];
  counts: Record<TargetState, number>;
  /** Changes of all targets together. */
  changes: ChangeCounts;
}

/**
 * Sums up the events of one run; pure, so the same journal always gives the same summary.
 *
 * @throws Error when the events do not begin with `run-started`.
 */
export function summarizeRun(events: readonly RunEvent[]): RunSummary {
  const [started] = events;
  if (started?.type !== "run-started")
    throw new Error("These events are not those of a run: the first is not run-started");
  const targets = new Map(
    started.targets.map(({ id, name }): [string, TargetSummary] => [
      id,
      { accountId: id, name, state: "waiting", attempts: 0 },
    ]),
  );
  const ended = events.findLast((event) => event.type === "run-ended");
  for (const event of events) applyToTarget(targets, event);
  const summaries = [...targets.values()];
  return {
    runId: started.runId,
    fleet: started.fleet,
    action: started.action,
    result: ended?.result ?? "running",
    startedAt: started.at,
    ...(ended ? { endedAt: ended.at } : {}),
    targets: summaries,
    leftOut: started.leftOut,
    counts: countStates(summaries),
    changes: addChanges(summaries.flatMap(({ outcome }) => (outcome ? [outcome.changes] : []))),
  };
}

/** The sum of changes; nothing at all for an empty list. */
export function addChanges(changes: readonly ChangeCounts[]): ChangeCounts {
  const sum: ChangeCounts = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
  for (const counts of changes) {
    for (const kind of ["create", "update", "replace", "delete", "same"] as const) sum[kind] += counts[kind];
  }
  return sum;
}

/** An account left out, as a run's first event tells it. */
export function describeLeftOut({ account, reason }: LeftOut): { id: string; name: string; reason: string } {
  return { id: account.id, name: account.name, reason };
}

function applyToTarget(targets: Map<string, TargetSummary>, event: RunEvent): void {
  if (event.type === "run-started" || event.type === "run-ended") return;
  const target = targets.get(event.accountId);
  if (!target) return;
  switch (event.type) {
    case "target-started":
      target.state = "running";
      target.attempts = event.attempt;
      delete target.failure;
      break;
    case "target-done":
      target.state = "done";
      target.outcome = event.outcome;
      break;
    case "target-proved":
      target.proofs = event.proofs;
      break;
    case "target-failed":
      target.state = "failed";
      target.failure = event.failure;
      break;
    case "target-not-started":
      target.state = "not-started";
      target.reason = event.reason;
      break;
  }
}

function countStates(targets: readonly TargetSummary[]): Record<TargetState, number> {
  const counts: Record<TargetState, number> = { waiting: 0, running: 0, done: 0, failed: 0, "not-started": 0 };
  for (const { state } of targets) counts[state] += 1;
  return counts;
}
