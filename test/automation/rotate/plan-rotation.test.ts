import { expect } from "chai";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import type { GrantOutcome } from "../../../automation/model";
import { vendorOf } from "../../../automation/parties/parties";
import { planRotation } from "../../../automation/rotate/plan-rotation";
import { sampleAccount, sampleHub, sampleSettings } from "../fleet/sample-fleet";

const settings = sampleSettings("accounts: { include: [{ ou: / }] }");
const targetOf = (id: string) => resolveTarget(settings, sampleAccount({ id }), sampleHub);
const now = Date.parse("2026-05-01T00:00:00.000Z");

const recorded: Record<string, GrantOutcome[]> = {
  "222222222222": [
    {
      party: "spot",
      roleArn: "arn:aws:iam::222222222222:role/SpotRole",
      externalIds: ["old"],
      principals: [],
      externalIdOrigin: { source: "vendor", madeAt: "2026-01-01T00:00:00.000Z", rotation: 1 },
    },
  ],
};

describe("planRotation", () => {
  it("puts the next rotation into the settings of what is due, and leaves the rest out with the reason", async () => {
    const plan = await planRotation({
      fleet: "acme",
      targets: ["222222222222", "333333333333", "444444444444"].map(targetOf),
      leftOut: [{ account: sampleAccount({ id: "555555555555" }), reason: "is suspended" }],
      stacks: ["222222222222", "333333333333"],
      grantsOf: async (accountId) => recorded[accountId] ?? [],
      wish: { olderThanMs: 0, now },
    });
    expect(plan).to.deep.include({ fleet: "acme", action: "rotate" });
    expect(plan.items.map(({ target, action, notes }) => [target.account.id, action, notes])).to.deep.equal([
      ["222222222222", "rotate", ["rotates Spot's external id, 120 days old"]],
    ]);
    expect(plan.items[0]?.target.settings).to.deep.equal({
      ...targetOf("222222222222").settings,
      grants: { spot: { ...targetOf("222222222222").settings.grants.spot, rotation: 2 } },
    });
    const [item] = plan.items;
    expect(
      vendorOf("spot").withRotation?.(item?.target.settings.grants ?? {}, 1).spot?.rotation,
      "never lower",
    ).to.equal(2);
    expect(plan.leftOut.map(({ account, reason }) => [account.id, reason])).to.deep.equal([
      ["555555555555", "is suspended"],
      ["333333333333", "was given nothing yet: run up first"],
      ["444444444444", "has no stack in this fleet yet: run up first"],
    ]);
  });
});
