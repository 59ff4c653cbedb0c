import { expect } from "chai";
import { RefusedError } from "../../../automation/errors";
import { resolveTarget, resolveTargets } from "../../../automation/fleet/resolve-settings";
import type { TargetAction } from "../../../automation/model";
import type { VendorAccount } from "../../../automation/parties/vendor-side";
import { assertWithinCaps } from "../../../automation/plan/caps";
import { createPlan } from "../../../automation/plan/create-plan";
import { noteDropped } from "../../../automation/plan/dropped-grants";
import type { Plan } from "../../../automation/plan/plan";
import { doorKey, listVendorDoors } from "../../../automation/plan/vendor-door";
import { planReport } from "../../../automation/report/json-reports";
import { sampleAccount, sampleHub, sampleSettings } from "../fleet/sample-fleet";

const settings = sampleSettings("accounts: { include: [{ ou: / }] }");
const account = sampleAccount({ id: "222222222222", name: "shop" });

function planFor(facts: {
  action?: TargetAction;
  stacks?: string[];
  connected?: string[];
  retain?: boolean;
  closing?: string;
  closed?: boolean;
}): Plan {
  const { action = "up", stacks = [], connected = [], retain = false } = facts;
  const target = resolveTarget(
    { ...settings, grants: settings.grants.map((grant) => ({ ...grant, retainVendorAccount: retain })) },
    account,
    sampleHub,
  );
  const [door] = listVendorDoors(settings);
  const accounts = [
    ...connected.map((id): VendorAccount => ({ party: "spot", id, name: "shop", awsAccountId: account.id })),
    { party: "spot", id: "act-other", name: "other", awsAccountId: "999999999999" },
  ];
  const vendors = { byDoor: new Map(door ? [[doorKey(door), accounts]] : []), problems: [] };
  const keep = [{ kind: "SpotAccount", id: "act-1" }];
  const closed = { closedAt: "2026-03-01T10:00:00.000Z", keep, roles: [], complete: true };
  return createPlan({
    ...{ fleet: "acme", action, targets: [target], leftOut: [], stacks, vendors },
    ...(facts.closing ? { closings: new Map([[account.id, facts.closing]]) } : {}),
    ...(facts.closed ? { closed: new Map([[account.id, closed]]) } : {}),
  });
}

describe("createPlan", () => {
  const cases: [title: string, facts: Parameters<typeof planFor>[0], action: string, notes: RegExp[]][] = [
    ["enrols an account without a stack", {}, "enrol", []],
    ["checks an account with a stack", { stacks: [account.id], connected: ["act-1"] }, "check", []],
    [
      "says that it adopts a connected vendor account",
      { connected: ["act-1"] },
      "enrol",
      [/^adopts the Spot account act-1 \(shop\)$/],
    ],
    [
      "names all accounts a doubled one is connected to",
      { connected: ["act-1", "act-2"] },
      "enrol",
      [/2 Spot accounts and will fail: act-1 .*act-2/],
    ],
    ["says that a connection is gone", { stacks: [account.id] }, "check", [/not connected to a Spot account any more/]],
    ["says what offboarding deletes", { action: "offboard", connected: ["act-1"] }, "offboard", [/^deletes act-1/]],
    [
      "only closes an account that has a grace period",
      { action: "offboard", connected: ["act-1"], closing: "takes the access away; …" },
      "close",
      [/^takes the access away/],
    ],
    [
      "deletes the rest of a closed account",
      { action: "offboard", closed: true },
      "offboard",
      [/^was closed on 2026-03-01 10:00 UTC: deletes its Spot account act-1$/],
    ],
    [
      "opens a closed account again",
      { stacks: [account.id], closed: true },
      "reopen",
      [/^was closed on 2026-03-01 10:00 UTC: gets its access back with its Spot account act-1$/],
    ],
    [
      "says what offboarding keeps",
      { action: "offboard", connected: ["act-1"], retain: true },
      "offboard",
      [/^keeps act-1/],
    ],
  ];
  for (const [title, facts, action, notes] of cases) {
    it(title, () => {
      const [item] = planFor(facts).items;
      expect(item?.action).to.equal(action);
      expect(item?.notes).to.have.length(notes.length);
      for (const [index, words] of notes.entries()) expect(item?.notes[index]).to.match(words);
    });
  }
});

describe("the order of a plan", () => {
  const managing = "555555555555";
  const fleet = sampleSettings("accounts: { include: [{ ou: / }] }", [
    "{ party: spot, token: { env: SPOTINST_TOKEN } }",
    `{ party: spinnaker, managing: { accountId: "${managing}", user: {} } }`,
  ]);
  const accounts = [account, sampleAccount({ id: managing, name: "tooling" })];
  const targets = [...resolveTargets(fleet, accounts, sampleHub).values()];
  const order = (action: TargetAction) => {
    const vendors = { byDoor: new Map(), problems: [] };
    return createPlan({
      ...{ fleet: "acme", action, targets, leftOut: [], stacks: [], vendors },
      managing: new Map([["spinnaker", managing]]),
    });
  };

  it("puts managing accounts first, and says what the others wait for", () => {
    const plan = order("up");
    expect(plan.items.map((item) => item.target.account.name)).to.deep.equal(["tooling", "shop"]);
    expect(plan.items[0]).to.deep.include({ notes: ["goes first: Spinnaker's managing identity"], after: [] });
    expect(plan.items[1]?.after).to.deep.equal([
      { accountId: managing, because: "Spinnaker's managing identity is made there" },
    ]);
    expect(planReport(plan).accounts.map(({ name, phase }) => [name, phase])).to.deep.equal([
      ["tooling", 1],
      ["shop", 2],
    ]);
  });

  it("puts them last when everything is taken away", () => {
    const plan = order("offboard");
    expect(plan.items.map((item) => item.target.account.name)).to.deep.equal(["shop", "tooling"]);
    expect(plan.items[1]).to.deep.include({ notes: ["goes last: Spinnaker's managing identity"] });
    expect(plan.items[1]?.after).to.deep.equal([
      { accountId: account.id, because: "it still trusts Spinnaker's managing identity" },
    ]);
  });
});

describe("assertWithinCaps", () => {
  const plan = planFor({});
  const offboarding = planFor({ action: "offboard" });
  const refusal = (toCheck: Plan, maxTargets: number, maxDeletes: number): unknown => {
    try {
      assertWithinCaps(toCheck, { maxTargets, maxDeletes });
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it("lets a plan pass that just reaches its caps", () => {
    expect(refusal(plan, 1, 0)).to.equal(undefined);
    expect(refusal(offboarding, 1, 1)).to.equal(undefined);
  });

  it("refuses more accounts than allowed and says how to raise the cap", () => {
    const error = refusal(plan, 0, 0);
    expect(error).to.be.instanceOf(RefusedError);
    expect((error as RefusedError).message).to.match(/1 account, and at most 0/);
    expect((error as RefusedError).instruction).to.match(/--max-targets/);
  });

  it("counts accounts that are only closed for now as offboarded, too", () => {
    const closing = planFor({ action: "offboard", closing: "takes the access away" });
    expect(closing.items.map(({ action }) => action)).to.deep.equal(["close"]);
    expect(refusal(closing, 5, 0)).to.be.instanceOf(RefusedError);
    expect(refusal(closing, 5, 1)).to.equal(undefined);
  });

  it("counts accounts that lose a grant, which the plan says of them", async () => {
    const checked = planFor({ stacks: [account.id], connected: ["act-1"] });
    expect(await noteDropped(checked, async () => ["spot"])).to.deep.equal(checked);
    const dropping = await noteDropped(checked, async (id) => (id === account.id ? ["spot", "spacelift"] : []));
    expect(dropping.items[0]?.notes).to.deep.equal([
      "takes the grant to Spacelift away: no grant of the fleet file names it",
    ]);
    expect(refusal(dropping, 5, 1)).to.equal(undefined);
    expect(refusal(dropping, 5, 0))
      .to.be.instanceOf(RefusedError)
      .with.property("message")
      .that.matches(/take grants away from 1 account, and at most 0/);
  });

  it("refuses to offboard more accounts than allowed", () => {
    const error = refusal(offboarding, 5, 0);
    expect(error)
      .to.be.instanceOf(RefusedError)
      .with.property("instruction")
      .that.matches(/--max-deletes/);
  });
});
