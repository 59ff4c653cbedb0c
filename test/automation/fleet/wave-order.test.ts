import { expect } from "chai";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import { waveRules } from "../../../automation/fleet/rollout-schema";
import { inWaveOrder } from "../../../automation/fleet/wave-order";
import { sampleHub, sampleOrganization, sampleSettings } from "./sample-fleet";

function ordered(accounts: string): string[] {
  const settings = sampleSettings(`accounts: ${accounts}`);
  const targets = sampleOrganization.accounts.map((account) => resolveTarget(settings, account, sampleHub));
  return inWaveOrder(settings, targets).map(({ account }) => account.name);
}

describe("The order in which waves take accounts", () => {
  it("is that of the entries of include, those of one entry as they are known, and the management account last", () => {
    expect(ordered("{ include: [{ management: true }, { ou: /Workloads/Dev }, { ou: / }] }")).to.deep.equal([
      ...["shop-dev", "shop-prod", "old-website", "playground", "management"],
    ]);
  });

  it("is that of a list which includes all", () => {
    const list = sampleOrganization.accounts.map(({ id, name }) => `{ accountId: "${id}", name: ${name} }`);
    expect(ordered(`{ list: [${list}] }`)).to.deep.equal([
      ...["shop-prod", "shop-dev", "old-website", "playground", "management"],
    ]);
  });
});

describe("The waves of a fleet file", () => {
  const rulesOf = (rollout: string) =>
    waveRules(sampleSettings(`accounts: { include: [{ ou: / }] }\n${rollout}`).rollout);

  it("are none where none is written", () => {
    expect(rulesOf("")).to.deep.equal([]);
    expect(rulesOf("rollout: { canary: 0 }")).to.deep.equal([]);
  });

  it("are the canary and the waves, each by its size alone or with all that it is to be", () => {
    expect(rulesOf("rollout: { canary: 1, waves: [10%, { ou: /Workloads, soak: 30m }] }")).to.deep.equal([
      { name: "canary", canary: true, size: 1 },
      { name: "wave 1", size: "10%" },
      { name: "wave 2", size: "100%", ou: "/Workloads", soak: "30m" },
    ]);
    expect(rulesOf("rollout: { canary: { gate: { approval: true } } }")).to.deep.equal([
      { name: "canary", canary: true, size: 1, gate: { approval: true } },
    ]);
  });
});
