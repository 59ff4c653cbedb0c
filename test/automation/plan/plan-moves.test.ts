import { expect } from "chai";
import type { PlanFile, PlannedAccount } from "../../../automation/plan/plan-file";
import { findMoves } from "../../../automation/plan/plan-moves";
import { samplePlanFile, samplePlanned } from "./sample-plan-file";

const ids = ["222222222222", "333333333333"];
const withAccounts = (facts: Partial<PlannedAccount>): PlanFile =>
  samplePlanFile({ accounts: ids.map((id) => samplePlanned(id, facts)) });

describe("What moved since a plan was made", () => {
  const planned = samplePlanFile();

  it("is nothing when the same plan comes out again, later and with other notes", () => {
    expect(findMoves(planned, samplePlanFile({ plannedAt: "2026-02-01T00:00:00.000Z" }))).to.deep.equal([]);
    expect(findMoves(planned, withAccounts({ notes: [] }))).to.deep.equal([]);
  });

  it("is nothing when another account is left out that is in neither", () => {
    expect(findMoves(planned, samplePlanFile({ leftOut: [] }))).to.deep.equal([]);
  });

  it("names versions and every setting of the fleet file", () => {
    const settings = { ...(planned.settings as object), tags: { owner: "us" }, rollout: { concurrency: 3 } };
    const versions = { ...planned.versions, "the Pulumi CLI": "3.247.0" };
    const moves = findMoves(planned, samplePlanFile({ settings, versions }));
    expect(moves).to.include('the Pulumi CLI was "3.246.0" and is "3.247.0"');
    expect(moves).to.include("the fleet file: rollout.concurrency was 10 and is 3");
    expect(moves).to.include('the fleet file: tags.owner was not there and is "us"');
  });

  it("names accounts that come, and those that go with the reason", () => {
    const [first] = planned.accounts;
    const now = samplePlanFile({
      accounts: [...(first ? [first] : []), samplePlanned("555555555555", { action: "enrol" })],
      leftOut: [{ accountId: "333333333333", name: "shop-33", reason: "is suspended: nothing can be done in it" }],
    });
    expect(findMoves(planned, now)).to.deep.equal([
      "shop-33 (333333333333): is in the plan (check), and is left out now: is suspended: nothing can be done in it",
      "shop-55 (555555555555): is not in the plan, and would be in one made now (enrol)",
    ]);
    expect(findMoves(planned, samplePlanFile({ accounts: planned.accounts.slice(1), leftOut: [] }))).to.deep.equal([
      "shop-22 (222222222222): is in the plan (check), and is left out now: is none of the fleet's accounts any more",
    ]);
  });

  it("tells once what is the same in several accounts", () => {
    const [one] = planned.accounts;
    const settings = { ...(one?.settings as object), region: "eu-west-1" };
    expect(findMoves(planned, withAccounts({ settings })).at(-1)).to.match(
      /^2 accounts \(shop-22, shop-33\): its setting region was "us-east-1" and is "eu-west-1"$|^shop-33/,
    );
    expect(findMoves(withAccounts({ action: "enrol" }), planned)).to.deep.equal([
      "2 accounts (shop-22, shop-33): was to be enrolled, without a stack, and is to be checked, with a stack now",
    ]);
  });

  it("names the unit, the name and the vendor accounts that changed", () => {
    const [first, second] = planned.accounts;
    if (!first || !second) return expect.fail("the sample has two accounts");
    const now = samplePlanFile({
      accounts: [
        { ...first, account: { ...first.account, ouPath: "/Elsewhere" } },
        { ...second, connected: [{ party: "spot", id: "act-new", name: "taken over" }] },
      ],
    });
    expect(findMoves(planned, now)).to.deep.equal([
      'shop-22 (222222222222): its unit was "/Workloads/Dev" and is "/Elsewhere"',
      "shop-33 (333333333333): is not connected to act-3333 (shop-33) of spot any more",
      "shop-33 (333333333333): is connected to act-new (taken over) of spot now",
    ]);
  });

  it("is nothing when an account that was to be checked was proven since, and something when a proven one is to be checked", () => {
    const unchanged = withAccounts({ action: "unchanged" });
    expect(findMoves(planned, unchanged)).to.deep.equal([]);
    expect(findMoves(unchanged, planned).join()).to.include("was to be left alone, as it was when it was proven");
  });

  it("stays short for many accounts that each moved in their own way", () => {
    const manyIds = Array.from({ length: 40 }, (_, index) => String(200_000_000_000 + index));
    const accountsOf = (suffix: string) =>
      manyIds.map((id) => samplePlanned(id, { connected: [{ party: "spot", id: `act-${id}${suffix}`, name: id }] }));
    const moves = findMoves(
      samplePlanFile({ accounts: accountsOf("") }),
      samplePlanFile({ accounts: accountsOf("x") }),
    );
    expect(moves).to.have.length(21);
    expect(moves.at(-1)).to.equal("and 60 more like these");
  });
});
