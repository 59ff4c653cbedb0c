import { expect } from "chai";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import type { PlanItem } from "../../../automation/plan/plan";
import { accountKey, chooseDue } from "../../../automation/watch/choose-due";
import { noteVerdicts } from "../../../automation/watch/note-verdicts";
import { emptyState } from "../../../automation/watch/watch-state";
import { sampleAccount, sampleHub, sampleSettings } from "../fleet/sample-fleet";

const settings = sampleSettings("accounts: { include: [{ ou: / }] }");
const now = new Date("2026-01-31T09:45:00.000Z");

describe("What of a plan is due", () => {
  const item = (id: string, after: string[] = [], action: PlanItem["action"] = "enrol"): PlanItem => ({
    target: resolveTarget(settings, sampleAccount({ id }), sampleHub),
    ...{ action, notes: [], after: after.map((accountId) => ({ accountId, because: "it is trusted" })) },
  });

  it("is all but what failed a moment ago, and what cannot do without it, however far behind", () => {
    const failed = { key: accountKey("1"), accountId: "1", failure: { kind: "aws", message: "no" } };
    const twice = [failed, failed].reduce(
      (state, verdict) => noteVerdicts(state, [verdict], { now, intervalMs: 300_000 }),
      emptyState,
    );
    const items = [item("1"), item("2", ["1"]), item("3", ["2"]), item("4"), item("5", [], "unchanged")];
    const plan = { fleet: "acme", action: "up" as const, items, leftOut: [] };
    const due = chooseDue(plan, twice.open, now);
    expect(due.plan.items.map(({ target }) => target.account.id)).to.deep.equal(["4", "5"]);
    expect(due.waiting.map(({ accountId }) => accountId)).to.deep.equal(["1", "2", "3"]);
    expect(due.work).to.equal(1);
    const later = new Date(now.getTime() + 450_000);
    expect(chooseDue(plan, twice.open, later).waiting).to.deep.equal([]);
  });
});
