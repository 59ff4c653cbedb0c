import type {
  ArtefactOutcome,
  ChangeCounts,
  Failure,
  LeftOut,
  RoleProof,
  RunEvent,
  RunWave,
  TargetAction,
  TargetOutcome,
  UnchangedAccount,
} from "../model";

/** Where one target of a run stands. */
export type TargetState = "waiting" | "running" | "done" | "failed" | "not-started";

/** What a run came to for one account. */
export interface TargetSummary {
  accountId: string;
  name: string;
  state: TargetState;
  /** How many times the operation was started. */
  attempts: number;
  /** When it was started first, ISO 8601. */
  startedAt?: string;
  /** When the last that is known of it happened; its proof is part of it. */
  endedAt?: string;
  outcome?: TargetOutcome;
  proofs?: RoleProof[];
  failure?: Failure;
  /** What failed before, where it was tried again; absent where nothing was. */
  retried?: Failure[];
  /** Why it was not started. */
  reason?: string;
}

/** Where one wave of a run stands. */
export interface WaveSummary extends RunWave {
  /** When it began, ISO 8601; absent while it has not. */
  startedAt?: string;
  /** What the run waits or waited for after it, in words: a soak, hours, a program, approval. */
  waitedFor?: string[];
}

/** A run as a whole: a view of its events, complete or not. */
export interface RunSummary {
  runId: string;
  fleet: string;
  action: TargetAction;
  /** `failed` when an account or an artefact did, `running` while there is no end in the journal: the run goes on, or it was killed. */
  result: "running" | "done" | "failed" | "cancelled";
  startedAt: string;
  endedAt?: string;
  targets: TargetSummary[];
  leftOut: { id: string; name: string; reason: string }[];
  /** Accounts that were left alone, as they are as they were when they were proven. */
  unchanged: UnchangedAccount[];
  counts: Record<TargetState, number>;
  /** Its waves in their order; absent where all accounts go together. */
  waves?: WaveSummary[];
  /** Why nothing more was started, where the run was not to go on. */
  stopped?: string;
  /** Changes of all targets together. */
  changes: ChangeCounts;
  /** Files written for the parties' tools after the accounts; not in the journal. */
  artefacts?: ArtefactOutcome[];
}

type RunStarted = Extract<RunEvent, { type: "run-started" }>;
type RunEnded = Extract<RunEvent, { type: "run-ended" }>;
type TargetEvent = Extract<RunEvent, { accountId: string }>;

/**
 * Sums up the events of one run; pure, so the same journal always gives the same summary.
 *
 * @throws Error when the events do not begin with `run-started`.
 */
export function summarizeRun(events: readonly RunEvent[]): RunSummary {
  const [started, ...others] = events;
  const run = new GrowingSummary(started);
  for (const event of others) run.add(event);
  return run.summary();
}

/**
 * The summary of a run that goes on: taking in an event costs the same however many there were, so that a run over thousands of
 * accounts can be watched event by event.
 *
 * @example
 * ```ts
 * let run: GrowingSummary | undefined;
 * await fleet.up({
 *   onEvent: (event) => {
 *     if (run) run.add(event);
 *     else run = new GrowingSummary(event);
 *     gauge.set(run.counts.done);
 *   },
 * });
 * ```
 */
export class GrowingSummary {
  /** How many targets are in which state now. */
  readonly counts: Record<TargetState, number> = { waiting: 0, running: 0, done: 0, failed: 0, "not-started": 0 };
  private readonly started: RunStarted;
  private ended: RunEnded | undefined;
  private stopped: string | undefined;
  private readonly waves: Map<string, WaveSummary>;
  private readonly targets: Map<string, TargetSummary>;

  /** @throws Error when the event is not `run-started`. */
  constructor(event: RunEvent | undefined) {
    if (event?.type !== "run-started")
      throw new Error("These events are not those of a run: the first is not run-started");
    this.started = event;
    this.targets = new Map(
      event.targets.map(({ id, name }) => [id, { accountId: id, name, state: "waiting", attempts: 0 }]),
    );
    this.waves = new Map((event.waves ?? []).map((wave) => [wave.name, { ...wave }]));
    this.counts.waiting = this.targets.size;
  }

  /** Takes in the next event of the run. */
  add(event: RunEvent): void {
    if (!("accountId" in event)) {
      this.addToRun(event);
      return;
    }
    const target = this.targets.get(event.accountId);
    if (!target) return;
    this.counts[target.state] -= 1;
    applyToTarget(target, event);
    this.counts[target.state] += 1;
  }

  private addToRun(event: Exclude<RunEvent, TargetEvent>): void {
    if (event.type === "run-ended") this.ended = event;
    else if (event.type === "run-stopped") this.stopped = event.reason;
    else if (event.type !== "run-started") {
      const wave = this.waves.get(event.wave);
      if (!wave) return;
      if (event.type === "wave-started") wave.startedAt = event.at;
      else wave.waitedFor = [...(wave.waitedFor ?? []), event.for];
    }
  }

  /** How many targets the run has. */
  get size(): number {
    return this.targets.size;
  }

  /** Where one target stands now; nothing when it is no target of the run. */
  target(accountId: string): TargetSummary | undefined {
    const target = this.targets.get(accountId);
    return target && { ...target };
  }

  /** The whole summary as of now; later events do not change it. */
  summary(): RunSummary {
    const { started, ended } = this;
    const targets = [...this.targets.values()].map((target) => ({ ...target }));
    return {
      runId: started.runId,
      fleet: started.fleet,
      action: started.action,
      result: ended?.result ?? "running",
      startedAt: started.at,
      ...(ended ? { endedAt: ended.at } : {}),
      targets,
      leftOut: started.leftOut,
      unchanged: started.unchanged ?? [],
      counts: { ...this.counts },
      ...(this.waves.size > 0 ? { waves: [...this.waves.values()].map((wave) => ({ ...wave })) } : {}),
      ...(this.stopped === undefined ? {} : { stopped: this.stopped }),
      changes: addChanges(targets.flatMap(({ outcome }) => (outcome ? [outcome.changes] : []))),
    };
  }
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

function applyToTarget(target: TargetSummary, event: TargetEvent): void {
  switch (event.type) {
    case "target-started":
      target.state = "running";
      target.attempts = event.attempt;
      target.startedAt ??= event.at;
      delete target.endedAt;
      delete target.failure;
      break;
    case "target-done":
      target.state = "done";
      target.endedAt = event.at;
      target.outcome = event.outcome;
      break;
    case "target-proved":
      target.endedAt = event.at;
      target.proofs = event.proofs;
      break;
    case "target-retried":
      target.retried = [...(target.retried ?? []), event.failure];
      break;
    case "target-failed":
      target.state = "failed";
      target.endedAt = event.at;
      target.failure = event.failure;
      break;
    case "target-not-started":
      target.state = "not-started";
      target.reason = event.reason;
      break;
  }
}
