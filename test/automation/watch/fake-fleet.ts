import { createDrift, type Drift } from "../../../automation/drift/drift";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import type { FactStore } from "../../../automation/journal/fact-store";
import type { Failure, RunEvent, TargetAction } from "../../../automation/model";
import type { Plan, PlanItem } from "../../../automation/plan/plan";
import { type RunSummary, summarizeRun } from "../../../automation/run/run-summary";
import type { WatchedFleet } from "../../../automation/watch/watch-round";
import { sampleAccount, sampleHub, sampleSettings } from "../fleet/sample-fleet";

const settings = sampleSettings("accounts: { include: [{ ou: / }] }");
const at = "2026-01-31T09:45:00.000Z";

/** A fleet of which only the decisions are real; tests say what happens to it. */
export class FakeFleet implements WatchedFleet {
  readonly name = "acme";
  /** Ids of the accounts that the fleet file chooses. */
  chosen = new Set<string>();
  stacks = new Set<string>();
  /** Why bringing up or taking away an account fails. */
  failures = new Map<string, Failure>();
  drifted = new Set<string>();
  /** What the next calls throw, by their name. */
  errors = new Map<string, Error>();
  /** The calls that change something, and what was compared: `up 111111111111`. */
  calls: string[] = [];

  constructor(readonly journals: FactStore) {}

  listStacks = async (): Promise<string[]> => [...this.stacks];

  async plan(action: TargetAction, { only }: { only?: readonly string[] } = {}): Promise<Plan> {
    this.throwFor(`plan ${action}`);
    const ids = action === "offboard" ? [...this.stacks].filter((id) => only?.includes(id)) : [...this.chosen];
    return { fleet: this.name, action, leftOut: [], items: ids.map((id) => this.item(action, id)) };
  }

  up({ plan }: { plan?: Plan }): Promise<RunSummary> {
    return this.run("up", plan);
  }

  offboard({ plan }: { plan?: Plan }): Promise<RunSummary> {
    return this.run("offboard", plan);
  }

  async drift(): Promise<Drift> {
    this.throwFor("drift");
    this.calls.push("drift");
    return createDrift(
      this.name,
      [...this.stacks].map((accountId) => {
        const state = this.drifted.has(accountId) ? "drifted" : "in-step";
        return { accountId, name: accountId, state, resources: [] };
      }),
      [],
    );
  }

  async repair(drift: Drift): Promise<Drift> {
    this.throwFor("repair");
    this.calls.push("repair");
    this.drifted.clear();
    const accounts = drift.accounts.map((account) => ({ ...account, state: "repaired" as const }));
    return createDrift(this.name, accounts, []);
  }

  private item(action: TargetAction, id: string): PlanItem {
    const target = resolveTarget(settings, sampleAccount({ id, name: `name-${id[0]}` }), sampleHub);
    const planned = action === "offboard" ? "offboard" : this.stacks.has(id) ? "unchanged" : "enrol";
    return { target, action: planned, notes: [], after: [] };
  }

  private async run(action: "up" | "offboard", plan: Plan | undefined): Promise<RunSummary> {
    this.throwFor(action);
    const accounts = (plan?.items ?? [])
      .filter((item) => item.action !== "unchanged")
      .map(({ target }) => target.account);
    this.calls.push(`${action} ${accounts.map(({ id }) => id).join()}`);
    const targets = accounts.map(({ id, name }) => ({ id, name }));
    const events: RunEvent[] = [
      { type: "run-started", at, runId: "run", fleet: this.name, action, targets, leftOut: [] },
    ];
    for (const { id: accountId } of accounts) {
      const failure = this.failures.get(accountId);
      if (failure) events.push({ type: "target-failed", at, accountId, failure });
      else events.push(doneEvent(accountId));
      if (!failure && action === "up") this.stacks.add(accountId);
      if (!failure && action === "offboard") this.stacks.delete(accountId);
    }
    events.push({ type: "run-ended", at, result: this.failures.size > 0 ? "failed" : "done" });
    return summarizeRun(events);
  }

  private throwFor(call: string): void {
    const error = this.errors.get(call);
    if (error) throw error;
  }
}

function doneEvent(accountId: string): RunEvent {
  const changes = { create: 1, update: 0, replace: 0, delete: 0, same: 0 };
  return { type: "target-done", at, accountId, outcome: { accountId, changes, grants: [], durationMs: 1 } };
}
