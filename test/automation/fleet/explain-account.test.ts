import { expect } from "chai";
import { type AccountExplanation, explainAccount } from "../../../automation/fleet/explain-account";
import { findDoubtful } from "../../../automation/fleet/find-doubtful";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import { explanationText } from "../../../automation/report/explanation-text";
import { explanationReport } from "../../../automation/report/json-reports";
import { explanationReportSchema } from "../../../automation/report/schemas/explanation";
import { sampleAccount, sampleHub, sampleOrganization, sampleSettings } from "./sample-fleet";

const settings = sampleSettings(
  [
    'accounts: { include: [{ ou: /Workloads }, { name: "shop-*" }], exclude: [{ name: shop-dev, reason: "for fun" }] }',
    "tags: { owner: platform, tier: low }",
    "overrides:",
    "  - { match: { ou: /Workloads/Prod }, set: { spot: { permissions: read-only, roleName: First }, tags: { tier: high } } }",
    "  - { match: { name: shop-* }, set: { spot: { roleName: Second } } }",
    '  - { match: { name: "nobody-*" }, set: {} }',
  ].join("\n"),
);

function explain(name: string): AccountExplanation {
  const account = sampleOrganization.accounts.find((candidate) => candidate.name === name);
  if (!account) throw new Error(`The sample has no account ${name}.`);
  return explainAccount(settings, resolveTarget(settings, account, sampleHub));
}

describe("The explanation of an account", () => {
  it("names every entry that lets it in, and where each setting is from, the last override on top", () => {
    const { chosen, includedBy, excludedBy, overriddenBy, settings: sources } = explain("shop-prod");
    expect({ chosen, excludedBy }).to.deep.equal({ chosen: true, excludedBy: [] });
    expect(includedBy.map(({ path }) => path)).to.deep.equal(["accounts.include[0]", "accounts.include[1]"]);
    expect(overriddenBy).to.deep.equal([
      { path: "overrides[0]", selects: "ou: /Workloads/Prod" },
      { path: "overrides[1]", selects: "name: shop-*" },
    ]);
    const from = Object.fromEntries(sources.map(({ setting, value, from: path }) => [setting, [value, path]]));
    expect(from["spot.permissions"]).to.deep.equal(["read-only", "overrides[0].set.spot.permissions"]);
    expect(from["spot.roleName"]).to.deep.equal(["Second", "overrides[1].set.spot.roleName"]);
    expect(from["spot.renameToAlias"]).to.deep.equal(["true", "grants[0].renameToAlias"]);
    expect(from["tags.tier"]).to.deep.equal(["high", "overrides[0].set.tags.tier"]);
    expect(from["tags.owner"]).to.deep.equal(["platform", "tags.owner"]);
  });

  it("says why an account is out, also where several reasons come together", () => {
    expect(explain("shop-dev")).to.deep.include({
      ...{ chosen: false, leftOut: "is excluded: for fun" },
      excludedBy: [{ path: "accounts.exclude[0]", selects: "name: shop-dev, reason: for fun" }],
    });
    expect(explain("playground").leftOut).to.equal("is not in accounts.include");
    expect(explain("old-website").leftOut).to.match(/suspended/);
    expect(explain("management").leftOut).to.match(/management: true/);
  });

  it("fits the published schema, and is told to a person with all of its paths", () => {
    const explanation = explain("shop-prod");
    expect(explanationReportSchema.parse(explanationReport(explanation))).to.include({ name: "shop-prod" });
    const text = JSON.stringify(explanationText(explanation));
    expect(text).to.include("shop-prod (222222222222) is a target").and.include("overrides[1].set.spot.roleName");
  });
});

describe("The explanation of an account chosen by its tags", () => {
  const tagged = sampleSettings(
    [
      "accounts:",
      "  include: [{ ou: /Workloads }]",
      "  intersect: [[{ tag: { stage: prod } }, { tag: { stage: test } }], [{ name: 'shop-*' }]]",
      "overrides: [{ match: { tag: { stage: prod, owner: '*' } }, set: { tags: { tier: high } } }]",
    ].join("\n"),
  );
  const explainTagged = (tags: Record<string, string>) =>
    explainAccount(
      tagged,
      resolveTarget(tagged, sampleAccount({ id: "222222222222", name: "shop-prod", tags }), sampleHub),
    );

  it("names the entry of every intersect list that it fits, its tags, and the overrides it gets by them", () => {
    const explanation = explainTagged({ stage: "prod", owner: "shop" });
    expect(explanation.intersectedBy).to.deep.equal([
      { path: "accounts.intersect[0][0]", selects: "tag: stage=prod" },
      { path: "accounts.intersect[1][0]", selects: "name: shop-*" },
    ]);
    expect(explanation.overriddenBy.map(({ selects }) => selects)).to.deep.equal(["tag: stage=prod, owner=*"]);
    expect(explanation.settings.find(({ setting }) => setting === "tags.tier")?.from).to.equal(
      "overrides[0].set.tags.tier",
    );
    const text = JSON.stringify(explanationText(explanation));
    expect(text).to.include("Its tags: stage=prod, owner=shop.").and.include("In accounts.intersect[0][0]");
    expect(explanationReportSchema.parse(explanationReport(explanation))).to.deep.include({
      tags: { stage: "prod", owner: "shop" },
    });
  });

  it("says which list keeps it out", () => {
    expect(explainTagged({ stage: "dev" })).to.include({ chosen: false, leftOut: "is not in accounts.intersect[0]" });
  });
});

describe("What is doubtful in a fleet file", () => {
  it("is an override that fits no account, and an exclusion without a reason", () => {
    const { accounts } = sampleOrganization;
    expect(findDoubtful(settings, accounts)).to.deep.equal(["overrides[2] fits no account (name: nobody-*)."]);
    const silent = sampleSettings("accounts: { include: [{ ou: / }], exclude: [{ name: shop-dev }] }");
    expect(findDoubtful(silent, accounts)).to.deep.equal([
      "accounts.exclude[0] says no reason: write one, it is told wherever the account is left out.",
    ]);
  });

  it("is a tag that no account has, with one that may be meant", () => {
    const accounts = [sampleAccount({ id: "222222222222", tags: { stage: "prod" } })];
    const selectors =
      "accounts: { include: [{ tag: { stgae: prod } }], intersect: [[{ tag: { stage: test } }]] }\noverrides: [{ match: { tag: { stage: prod } }, set: {} }]";
    expect(findDoubtful(sampleSettings(selectors), accounts)).to.deep.equal([
      "accounts.include[0] fits no account (tag: stgae=prod). No account has a tag stgae; did you mean stage?",
      "accounts.intersect[0][0] fits no account (tag: stage=test).",
    ]);
  });
});
