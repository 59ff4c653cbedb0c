import { expect } from "chai";
import type { GrantOutcome } from "../../../automation/model";
import { groupTrust } from "../../../automation/report/trust-groups";
import { drawTrust, trustGraph } from "../../../automation/report/trust-picture";
import type { RunSummary } from "../../../automation/run/run-summary";
import { hostileName, largeRun, largeRunAccount, roleOf } from "./large-run";

const nothing = () => [];

/** The run of two accounts, the first with other grants. */
function runWith(grants: GrantOutcome[]): RunSummary {
  const run = largeRun(2);
  const [first, ...others] = run.targets;
  if (!first?.outcome) return expect.fail("the first account is done");
  return { ...run, targets: [{ ...first, outcome: { ...first.outcome, grants } }, ...others], unchanged: [] };
}

describe("groupTrust", () => {
  it("puts together roles that open for the same in the same way, and tells first those that are not proven", () => {
    const groups = groupTrust(largeRun(20), nothing);
    expect(groups.map(({ role, proof, accounts }) => [role, proof, accounts.length])).to.deep.equal([
      ["SpotRole", "not proven", 1],
      ["SpotRole", "proven", 17],
    ]);
    expect(groups[0]).to.deep.include({
      ...{ party: "spot", principals: ["account 922761411349"], conditions: ["external id"] },
      accounts: [{ accountId: largeRunAccount(6), name: "shop-6" }],
    });
  });

  it("takes in what the run left alone, as it was proven then", () => {
    const roleArn = roleOf("777777777777");
    const grant = { party: "spot", roleArn, externalIds: ["other"], principals: ["arn:aws:iam::922761411349:root"] };
    const groups = groupTrust(largeRun(1), (accountId) => (accountId === "777777777777" ? [grant] : []));
    expect(groups).to.have.length(1);
    expect(groups[0]?.accounts.map(({ name }) => name)).to.deep.equal(["shop-0", "quiet"]);
  });

  it("tells a principal of the account itself alike in every account, and what else is asked for", () => {
    const own = largeRunAccount(0);
    const [group] = groupTrust(
      runWith([
        {
          party: "deadline",
          ...{ roleArn: `arn:aws:iam::${own}:role/render/Fleet`, externalIds: [], requiresMfa: true },
          principals: [`arn:aws:iam::${own}:role/Hosts`, "ec2.amazonaws.com"],
        },
      ]),
      nothing,
    );
    expect(group).to.deep.include({
      role: "render/Fleet",
      principals: ["ec2.amazonaws.com", "role/Hosts of the same account"],
      conditions: ["second factor"],
      proof: "not asked",
    });
  });

  it("puts the least telling together where there are too many for a picture", () => {
    const run = largeRun(1_000);
    const targets = run.targets.map((target) => {
      const grants = (target.outcome?.grants ?? []).map((grant) => ({
        ...grant,
        roleArn: `${grant.roleArn}-${target.name}`,
      }));
      return target.outcome ? { ...target, outcome: { ...target.outcome, grants } } : target;
    });
    const groups = groupTrust({ ...run, targets }, nothing);
    expect(groups.length).to.be.below(45);
    const numbers = groups.map(({ accounts }) => accounts.length);
    expect(numbers.reduce((sum, number) => sum + number)).to.equal(900);
    expect(groups.at(-1)?.role).to.equal(undefined);
  });
});

describe("The trust picture", () => {
  it("leads from the party over who acts for it to each group of roles, with what is asked for and the proof in words", () => {
    const { nodes = [], edges = [] } = trustGraph(groupTrust(largeRun(20), nothing));
    const labels = nodes.map(({ attributes }) => attributes?.label);
    expect(labels).to.deep.equal([
      "spot",
      "account 922761411349",
      `SpotRole\nshop-6 (${largeRunAccount(6)})\n✗ NOT PROVEN`,
      "SpotRole\nin 17 accounts\n✓ proven",
    ]);
    expect(edges.map(({ tail, head, attributes }) => [tail, head, attributes?.label])).to.deep.equal([
      ["n0", "n1", undefined],
      ["n1", "n2", "external id"],
      ["n1", "n3", "external id"],
    ]);
  });

  it("is drawn as SVG that holds names as they are, and nothing that runs", async () => {
    const [group] = groupTrust(largeRun(1), nothing);
    if (!group) return expect.fail("there is a group");
    const name = `${hostileName} \\N &lt;`;
    const picture = await drawTrust([{ ...group, accounts: [{ accountId: "1", name }] }]);
    expect(picture).to.match(/^<svg [\s\S]*<\/svg>$/);
    expect(picture).not.to.match(/<script|<img|<!--|<title|<!DOCTYPE|href/);
    expect(picture).to.include("&lt;script&gt;").and.to.include("\\N &amp;lt; (1)");
  });
});
