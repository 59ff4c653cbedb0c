import { expect } from "chai";
import { durationPattern, parseDuration } from "../../../automation/fleet/duration";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import type { ProvenAccount } from "../../../automation/journal/proven-accounts";
import type { Target } from "../../../automation/model";
import { createPlan } from "../../../automation/plan/create-plan";
import { findUnchanged } from "../../../automation/plan/find-unchanged";
import { createFingerprint } from "../../../automation/plan/fingerprint";
import { splitPlan } from "../../../automation/plan/split-plan";
import { doorKey, listVendorDoors } from "../../../automation/plan/vendor-door";
import { spinnakerGrantSchema } from "../../../components/spinnaker/grant";
import { sampleAccount, sampleHub, sampleSettings } from "../fleet/sample-fleet";

const settings = sampleSettings("accounts: { include: [{ ou: / }] }");
const facts = { fleet: "acme", code: "a", versions: { "@pulumi/aws": "7.48.0" }, state: { backend: "x" }, proof: {} };
const targetOf = (id: string, changed = settings): Target => resolveTarget(changed, sampleAccount({ id }), sampleHub);
const target = targetOf("222222222222");
const provenAt = "2026-01-31T09:00:00.000Z";
const later = (hours: number): Date => new Date(Date.parse(provenAt) + hours * 3_600_000);

describe("The fingerprint of a target", () => {
  const fingerprint = createFingerprint(facts)(target);

  it("is the same for the same settings, in whatever order they are written", () => {
    const { account, settings: resolved } = targetOf("222222222222");
    const reversed = Object.fromEntries(Object.entries(resolved).reverse()) as Target["settings"];
    expect(createFingerprint({ ...facts })({ account, settings: reversed })).to.equal(fingerprint);
  });

  for (const [name, value] of Object.entries({
    fleet: "other",
    code: "b",
    versions: { "@pulumi/aws": "7.49.0" },
    state: { backend: "y" },
    proof: { as: {} },
  })) {
    it(`is another one when ${name} is`, () => {
      expect(createFingerprint({ ...facts, [name]: value })(target)).not.to.equal(fingerprint);
    });
  }

  it("is another one when a permission, a tag or the account's unit is", () => {
    const of = createFingerprint(facts);
    const prints = [
      of(target),
      of(targetOf("333333333333")),
      of(targetOf("222222222222", { ...settings, tags: { owner: "us" } })),
      of({ ...target, account: { ...target.account, ouPath: "/Elsewhere" } }),
      of({
        ...target,
        settings: { ...target.settings, grants: sampleGrants("ssm:GetParameter") },
      }),
    ];
    expect(new Set(prints).size).to.equal(prints.length);
  });
});

describe("findUnchanged", () => {
  const fingerprint = createFingerprint(facts);
  const known: ProvenAccount = {
    ...{ accountId: target.account.id, fingerprint: fingerprint(target), provenAt, provenIn: "run-1", roles: [] },
    grants: [
      {
        ...{ party: "spot", roleArn: "arn:spot", externalIds: [], principals: [] },
        otherRoles: [{ roleArn: "arn:other", externalIds: [], principals: [] }],
      },
    ],
  };
  const find = (entry: ProvenAccount | undefined, now: Date, plannedAt?: Date) =>
    findUnchanged(target, { proven: { get: () => entry }, fingerprint, maxAgeMs: 24 * 3_600_000, now, plannedAt });

  it("answers when, in which run and for which roles it was proven", () => {
    expect(find(known, later(23))).to.deep.equal({ provenAt, provenIn: "run-1", roleArns: ["arn:spot", "arn:other"] });
  });

  it("is nothing without a proof, with another fingerprint, once it is too old, and when it is from the future", () => {
    expect(find(undefined, later(1))).to.equal(undefined);
    expect(find({ ...known, fingerprint: "other" }, later(1))).to.equal(undefined);
    expect(find(known, later(24))).to.equal(undefined);
    expect(find(known, later(-1))).to.equal(undefined);
  });

  it("is what it was for a plan that is made again, although the proof grew too old, or is a newer one", () => {
    expect(find(known, later(25), later(23))?.provenIn).to.equal("run-1");
    expect(find(known, later(25), later(-2))?.provenIn).to.equal("run-1");
    expect(find(known, later(26), later(24))).to.equal(undefined);
  });
});

describe("A plan with accounts that are as they were", () => {
  const proven = { provenAt, provenIn: "run-1", roleArns: ["arn:spot"] };
  const planOf = (connected: string[], stacks: string[]) => {
    const [door] = listVendorDoors(settings);
    const accounts = connected.map((id) => ({ party: "spot" as const, id, name: id, awsAccountId: target.account.id }));
    const vendors = { byDoor: new Map(door ? [[doorKey(door), accounts]] : []), problems: [] };
    const plan = { fleet: "acme", action: "up" as const, targets: [target], leftOut: [], stacks, vendors };
    return createPlan({ ...plan, findUnchanged: () => proven });
  };

  it("leaves them alone, but not when told to look", () => {
    const plan = planOf(["act-1"], [target.account.id]);
    expect(plan.items[0]).to.deep.include({ action: "unchanged", proven });
    const { id, name } = target.account;
    expect(splitPlan(plan, false)).to.deep.equal({ worked: [], unchanged: [{ id, name, ...proven }] });
    expect(splitPlan(plan, true).worked).to.have.length(1);
  });

  it("looks at those that trust an identity which is made anew, as AWS takes it for another one", () => {
    const managed = targetOf("333333333333");
    const spinnaker = spinnakerGrantSchema.parse({ principalArns: ["arn:aws:iam::222222222222:role/Spinnaker"] });
    const trusting: Target = { ...managed, settings: { ...managed.settings, grants: { spinnaker } } };
    const actionsWith = (stacks: string[]) =>
      createPlan({
        ...{ fleet: "acme", action: "up", targets: [target, trusting], leftOut: [], stacks },
        ...{ vendors: { byDoor: new Map(), problems: [] }, managing: new Map([["spinnaker", target.account.id]]) },
        findUnchanged: () => proven,
      }).items.map(({ action }) => action);
    expect(actionsWith([managed.account.id])).to.deep.equal(["enrol", "check"]);
    expect(actionsWith([target.account.id, managed.account.id])).to.deep.equal(["check", "unchanged"]);
  });

  it("looks at one whose stack is gone, and at one that the vendor shows otherwise than it should be", () => {
    expect(planOf(["act-1"], []).items[0]?.action).to.equal("enrol");
    expect(planOf([], [target.account.id]).items[0]).to.deep.include({ action: "check", lost: ["spot"] });
    expect(planOf(["act-1", "act-2"], [target.account.id]).items[0]?.action).to.equal("check");
  });
});

describe("A length of time in a fleet file", () => {
  it("is so many minutes, hours or days", () => {
    expect(["30m", "24h", "7d", "0m"].map(parseDuration)).to.deep.equal([1_800_000, 86_400_000, 604_800_000, 0]);
  });

  it("is nothing else", () => {
    for (const text of ["", "24", "h", "-1h", "1.5h", "1w", "24 h"]) {
      expect(text).not.to.match(durationPattern);
      expect(parseDuration(text)).to.equal(undefined);
    }
  });
});

function sampleGrants(action: string): Target["settings"]["grants"] {
  const { spot } = target.settings.grants;
  return spot ? { spot: { ...spot, extraStatements: [{ effect: "Allow", actions: [action], resources: ["*"] }] } } : {};
}
