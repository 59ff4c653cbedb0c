import type { Drift } from "../drift/drift";
import { failureOf } from "../engine/errors";
import { InputError, RefusedError } from "../errors";
import type { DriftOptions, PlanOptions, RunOptions } from "../fleet/fleet-options";
import type { FactStore } from "../journal/fact-store";
import { LeaseHeldError } from "../lease/lease-errors";
import type { LeaseHolder } from "../lease/lease-record";
import type { Failure, TargetAction } from "../model";
import type { Plan } from "../plan/plan";
import type { RunSummary } from "../run/run-summary";
import { chooseDue } from "./choose-due";
import { judgeDrift, judgePlan, judgeRun } from "./judge-round";
import type { Verdict } from "./note-verdicts";
import type { LeftAccount, WaitingAccount, WatchOptions } from "./watch-options";
import type { OpenProblem } from "./watch-state";

/** What a watch needs of a fleet. */
export interface WatchedFleet {
  readonly name: string;
  readonly journals: FactStore;
  plan(action: TargetAction, options: PlanOptions): Promise<Plan>;
  up(options: RunOptions): Promise<RunSummary>;
  offboard(options: RunOptions): Promise<RunSummary>;
  drift(options: DriftOptions): Promise<Drift>;
  repair(drift: Drift, options: RunOptions): Promise<Drift>;
}

/** What is to be done in a round. */
export interface RoundTasks extends Omit<WatchOptions, "clock" | "intervalMs" | "driftEveryMs"> {
  fleet: WatchedFleet;
  /** Ids of the accounts that have a stack. */
  listStacks(): Promise<string[]>;
  now: Date;
  /** What was wrong before. */
  open: readonly OpenProblem[];
  /** True when it is time to compare everything with the world. */
  looksForDrift: boolean;
}

/** What came of it. */
export interface RoundFindings {
  verdicts: Verdict[];
  runs: RunSummary[];
  waiting: WaitingAccount[];
  left: LeftAccount[];
  drift?: Drift;
  heldBy?: LeaseHolder;
}

/** One look at a fleet: brings up what is to be brought up, takes away what left, and compares with the world when it is time. */
export async function doRound(tasks: RoundTasks): Promise<RoundFindings> {
  const round = new Round(tasks);
  await round.bringUp();
  if (tasks.looksForDrift) await round.compare();
  return round.findings;
}

class Round {
  readonly findings: RoundFindings = { verdicts: [], runs: [], waiting: [], left: [] };

  constructor(private readonly tasks: RoundTasks) {}

  async bringUp(): Promise<void> {
    const { fleet, listStacks, signal, open } = this.tasks;
    const planned = await this.attempt("plan", async () => {
      const [plan, stacks] = await Promise.all([fleet.plan("up", signal ? { signal } : {}), listStacks()]);
      return { plan, stacks };
    });
    if (!planned) return;
    const { plan, stacks } = planned;
    this.findings.verdicts.push(...judgePlan(plan, stacks, open));
    await this.work("up", plan);
    this.findings.left = findLeft(plan, stacks);
    if (this.tasks.offboard) await this.takeAway(this.findings.left);
    else this.findings.verdicts.push({ key: "offboard" }, { key: "plan offboard" });
  }

  async compare(): Promise<void> {
    const { fleet, repair } = this.tasks;
    const options = this.runOptions();
    const drift = await this.attempt("drift", () => fleet.drift(options));
    if (!drift) return;
    this.findings.drift = drift;
    const isToRepair = repair && drift.counts.drifted > 0;
    const repaired = isToRepair ? await this.attempt("repair", () => fleet.repair(drift, options)) : undefined;
    if (repaired) this.findings.drift = repaired;
    this.findings.verdicts.push(...judgeDrift(this.findings.drift));
  }

  private async takeAway(left: readonly LeftAccount[]): Promise<void> {
    if (left.length === 0) {
      this.findings.verdicts.push({ key: "offboard" }, { key: "plan offboard" });
      return;
    }
    const { fleet, signal } = this.tasks;
    const only = left.map(({ accountId }) => accountId);
    const plan = await this.attempt("plan offboard", () =>
      fleet.plan("offboard", { only, ...(signal ? { signal } : {}) }),
    );
    if (plan) await this.work("offboard", plan);
  }

  private async work(action: "up" | "offboard", planned: Plan): Promise<void> {
    const { fleet, open, now } = this.tasks;
    const { plan, waiting, work } = chooseDue(planned, open, now);
    this.findings.waiting.push(...waiting);
    if (work === 0) {
      this.findings.verdicts.push({ key: action });
      return;
    }
    const summary = await this.attempt(action, () => fleet[action]({ ...this.runOptions(), plan }));
    if (!summary) return;
    this.findings.runs.push(summary);
    this.findings.verdicts.push(...judgeRun(summary));
  }

  private runOptions(): RunOptions {
    const { fleet: _fleet, listStacks: _list, now: _now, open: _open, looksForDrift: _looks, ...rest } = this.tasks;
    const { repair: _repair, offboard: _offboard, ...options } = rest;
    // A name that is taken is that account's failure, told like any other: nobody is there to decide about the rest.
    return { ...options, verb: "watch", nameCheck: false };
  }

  /** Does one thing; that it could not be done is a problem of its own, until it can be. */
  private async attempt<Result>(key: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      this.tasks.signal?.throwIfAborted();
      const result = await work();
      this.findings.verdicts.push({ key });
      return result;
    } catch (error) {
      if (this.tasks.signal?.aborted) return undefined;
      // Somebody else does the work: that is no failure, and the next round sees what came of it.
      if (error instanceof LeaseHeldError) this.findings.heldBy = error.holder;
      else this.findings.verdicts.push({ key, failure: explain(error) });
      return undefined;
    }
  }
}

function findLeft({ items, leftOut }: Plan, stacks: readonly string[]): LeftAccount[] {
  const chosen = new Set(items.map(({ target }) => target.account.id));
  return stacks
    .filter((id) => !chosen.has(id))
    .map((accountId) => {
      const found = leftOut.find(({ account }) => account.id === accountId);
      const reason = found?.reason ?? "is not in the organization any more";
      return { accountId, name: found?.account.name ?? accountId, reason };
    });
}

/** A round's failure in words; one of a cap is told apart, as it stays until a person does something. */
function explain(error: unknown): Failure {
  if (error instanceof RefusedError) {
    return { kind: "refused", message: error.message, instruction: error.instruction };
  }
  if (error instanceof InputError) return { kind: "input", message: error.message };
  return failureOf(error);
}
