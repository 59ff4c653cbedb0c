import { expect } from "chai";
import fc from "fast-check";
import { type ChosenTargets, chooseTargets } from "../../../automation/fleet/choose-targets";
import { chooseToOffboard } from "../../../automation/fleet/choose-to-offboard";
import { chooseToProve } from "../../../automation/fleet/choose-to-prove";
import { sampleAccount, sampleHub, sampleOrganization, sampleSettings } from "./sample-fleet";

function choose(accounts: string, only?: string[]): ChosenTargets {
  return chooseTargets(sampleSettings(`accounts: ${accounts}`), sampleOrganization, sampleHub, { only });
}

function names({ targets }: ChosenTargets): string[] {
  return targets.map(({ account }) => account.name);
}

function reasonFor({ leftOut }: ChosenTargets, name: string): string | undefined {
  return leftOut.find(({ account }) => account.name === name)?.reason;
}

describe("chooseTargets", () => {
  const selections: [title: string, accounts: string, expected: string[]][] = [
    ["a unit with everything below it", "{ include: [{ ou: /Workloads }] }", ["shop-prod", "shop-dev"]],
    ["a unit far down", "{ include: [{ ou: /Workloads/Dev }] }", ["shop-dev"]],
    ["the root without the management account", "{ include: [{ ou: / }] }", ["shop-prod", "shop-dev", "playground"]],
    ["an account by its id", '{ include: [{ accountId: "555555555555" }] }', ["playground"]],
    ["names by a pattern", '{ include: [{ name: "shop-*" }] }', ["shop-prod", "shop-dev"]],
    ["names by one open letter", '{ include: [{ name: "shop-?ev" }] }', ["shop-dev"]],
    ["only what fits all fields of an entry", '{ include: [{ ou: /Workloads/Prod, name: "shop-*" }] }', ["shop-prod"]],
    ["what fits any entry, once", '{ include: [{ ou: /Workloads }, { name: "shop-*" }] }', ["shop-prod", "shop-dev"]],
    ["the management account when asked by word", "{ include: [{ management: true }] }", ["management"]],
    ["the management account when asked by id", '{ include: [{ accountId: "111111111111" }] }', ["management"]],
  ];
  for (const [title, accounts, expected] of selections) {
    it(`chooses ${title}`, () => {
      const chosen = choose(accounts);
      expect(names(chosen)).to.deep.equal(expected);
      expect(chosen.problems).to.deep.equal([]);
    });
  }

  it("chooses by tags, all of those an entry names, their values by a pattern, and nobody without them", () => {
    const tagged = {
      ...sampleOrganization,
      accounts: sampleOrganization.accounts.map((account) => ({
        ...account,
        ...(account.name === "playground" ? {} : { tags: { stage: account.name.slice(5), owner: "shop-team" } }),
      })),
    };
    const chosenBy = (accounts: string) =>
      names(chooseTargets(sampleSettings(`accounts: ${accounts}`), tagged, sampleHub));
    expect(chosenBy("{ include: [{ tag: { stage: prod } }] }")).to.deep.equal(["shop-prod"]);
    expect(chosenBy('{ include: [{ tag: { owner: "shop-*", stage: dev } }] }')).to.deep.equal(["shop-dev"]);
    expect(chosenBy("{ include: [{ tag: { Stage: prod } }] }")).to.deep.equal([]);
    expect(chosenBy("{ include: [{ ou: / }], exclude: [{ tag: { owner: '*' }, reason: tagged }] }")).to.deep.equal([
      "playground",
    ]);
    expect(chosenBy("{ include: [{ tag: { constructor: '*' } }] }")).to.deep.equal([]);
  });

  it("gives an account that appears later what overrides say of its tags, as those that were there before", () => {
    const settings = sampleSettings(
      [
        "accounts: { include: [{ tag: { stage: '*' } }] }",
        "overrides: [{ match: { tag: { stage: prod } }, set: { spot: { permissions: read-only } } }]",
      ].join("\n"),
    );
    const later = sampleAccount({ id: "666666666666", name: "new-shop", tags: { stage: "prod" } });
    const known = { ...sampleOrganization, accounts: [...sampleOrganization.accounts, later] };
    const { targets } = chooseTargets(settings, known, sampleHub);
    expect(targets.map(({ account, settings: { grants } }) => [account.name, grants.spot?.permissions])).to.deep.equal([
      ["new-shop", "read-only"],
    ]);
  });

  it("chooses what is included, in every intersect list and not excluded, whatever the lists are", () => {
    const selector = fc.constantFrom(
      "{ ou: /Workloads }",
      "{ ou: /Workloads/Prod }",
      "{ name: 'shop-*' }",
      "{ ou: / }",
    );
    const list = fc.array(selector, { minLength: 1, maxLength: 2 });
    const chosenBy = (accounts: string) =>
      names(chooseTargets(sampleSettings(`accounts: ${accounts}`), sampleOrganization, sampleHub));
    fc.assert(
      fc.property(list, fc.array(list, { maxLength: 2 }), fc.array(selector, { maxLength: 1 }), (a, lists, c) => {
        const written = lists.map((one) => `[${one}]`).join(", ");
        const chosen = chosenBy(`{ include: [${a}], intersect: [${written}], exclude: [${c}] }`);
        const of = (one: readonly string[]) => chosenBy(`{ include: [${one}] }`);
        const expected = of(a).filter(
          (name) => lists.every((one) => of(one).includes(name)) && !(c.length > 0 && of(c).includes(name)),
        );
        expect(chosen).to.deep.equal(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("accounts for every known account: it is a target, or it is left out with a reason", () => {
    const chosen = choose('{ include: [{ ou: / }], exclude: [{ name: "play*", reason: "for fun only" }] }');
    expect(chosen.targets.length + chosen.leftOut.length).to.equal(sampleOrganization.accounts.length);
    expect(reasonFor(chosen, "management")).to.match(/management: true/);
    expect(reasonFor(chosen, "old-website")).to.match(/is suspended/);
    expect(reasonFor(chosen, "playground")).to.equal("is excluded: for fun only");
  });

  it("reads a name pattern literally but for * and ?", () => {
    const accounts = '{ include: [{ ou: / }], exclude: [{ name: "shop.dev*" }] }';
    expect(names(choose(accounts))).to.include("shop-dev");
  });

  it("narrows to the accounts a person names, by id or name, and says nothing of the others", () => {
    const chosen = choose("{ include: [{ ou: /Workloads }] }", ["shop-dev", "444444444444"]);
    expect(names(chosen)).to.deep.equal(["shop-dev"]);
    expect(chosen.leftOut.map(({ account }) => account.name)).to.deep.equal(["old-website"]);
  });

  it("finds units, accounts and names that do not exist, wherever they are named", () => {
    const settings = sampleSettings(
      [
        'accounts: { include: [{ ou: /Worklods }, { accountId: "999999999999" }], exclude: [{ name: shop-prd }] }',
        "overrides: [{ match: { ou: /Nowhere/At/All }, set: {} }]",
        "rollout: { canary: { ou: /Workloads/Pord }, waves: [1, { ou: /Workloads/Dev }] }",
      ].join("\n"),
    );
    const { problems } = chooseTargets(settings, sampleOrganization, sampleHub, { only: ["playgruond"] });
    expect(problems.map(({ path }) => path)).to.deep.equal([
      "accounts.include[0].ou",
      "accounts.include[1].accountId",
      "accounts.exclude[0].name",
      "overrides[0].match.ou",
      "rollout.canary.ou",
      "only",
    ]);
    expect(problems[0]?.message).to.match(/did you mean \/Workloads\?/);
    expect(problems[4]?.message).to.match(/did you mean \/Workloads\/Prod\?/);
    expect(problems[5]?.message).to.match(/did you mean playground\?/);
  });

  it("takes a unit without accounts for what it is", () => {
    expect(choose("{ include: [{ ou: /Incoming }] }").problems).to.deep.equal([]);
  });

  it("leads through the hub role and the entry role into a member account, and only to the hub in its own", () => {
    const { targets } = choose("{ include: [{ management: true }, { name: shop-dev }] }");
    expect(targets.map(({ settings }) => settings.enter)).to.deep.equal([
      sampleHub.enter,
      [...sampleHub.enter, "arn:aws:iam::333333333333:role/OrganizationAccountAccessRole"],
    ]);
  });

  it("leads on to a role of the hub's own account where the file names one", () => {
    const accounts = "accounts: { include: [{ management: true }] }";
    const settings = sampleSettings(`${accounts}\nenter: { hubAccountRoleName: ops/grants }`);
    const { targets } = chooseTargets(settings, sampleOrganization, sampleHub);
    expect(targets.map((target) => target.settings.enter)).to.deep.equal([
      [...sampleHub.enter, "arn:aws:iam::111111111111:role/ops/grants"],
    ]);
  });

  it("enters accounts of another partition there", () => {
    const settings = sampleSettings("accounts: { include: [{ name: shop-dev }] }\nenter: { roleName: ops/entry }");
    const { targets } = chooseTargets(settings, sampleOrganization, { partition: "aws-us-gov", enter: [] });
    expect(targets[0]?.settings.enter).to.deep.equal(["arn:aws-us-gov:iam::333333333333:role/ops/entry"]);
  });

  it("lays the overrides that match over the fleet's settings, the later one on top", () => {
    const settings = sampleSettings(
      [
        "accounts: { include: [{ ou: /Workloads }] }",
        "tags: { owner: platform, tier: low }",
        "overrides:",
        "  - { match: { ou: /Workloads/Prod }, set: { spot: { permissions: read-only, roleName: First }, tags: { tier: high } } }",
        "  - { match: { name: shop-* }, set: { spot: { roleName: Second } } }",
      ].join("\n"),
    );
    const { targets } = chooseTargets(settings, sampleOrganization, sampleHub);
    const [prod, dev] = targets.map((target) => target.settings);
    expect(prod?.grants.spot).to.include({ permissions: "read-only", roleName: "Second", renameToAlias: true });
    expect(prod?.tags).to.deep.equal({ owner: "platform", tier: "high" });
    expect(dev?.grants.spot).to.include({ permissions: "full", roleName: "Second" });
    expect(dev?.tags).to.deep.equal({ owner: "platform", tier: "low" });
  });
});

describe("chooseToOffboard", () => {
  const settings = sampleSettings("accounts: { include: [{ ou: /Workloads/Prod }] }");

  it("takes every account that has a stack, chosen by the file or not", () => {
    const chosen = chooseToOffboard(settings, sampleOrganization, sampleHub, ["222222222222", "555555555555"]);
    expect(names(chosen)).to.deep.equal(["shop-prod", "playground"]);
  });

  it("takes closed accounts and those that left, and leaves out, with the reason, what has nothing to take away", () => {
    const stacks = ["222222222222", "444444444444", "999999999999"];
    const chosen = chooseToOffboard(settings, sampleOrganization, sampleHub, stacks);
    expect(names(chosen)).to.deep.equal(["shop-prod", "old-website", "999999999999"]);
    expect(chosen.leftOut).to.deep.equal([]);
    const asked = chooseToOffboard(settings, sampleOrganization, sampleHub, [], ["shop-dev"]);
    expect(reasonFor(asked, "shop-dev")).to.match(/has no stack/);
  });

  it("leaves a closed account out until it is due", () => {
    const stacks = ["222222222222", "555555555555"];
    const closed = new Map([
      ["222222222222", "is closed"],
      ["555555555555", undefined],
    ]);
    const chosen = chooseToOffboard(settings, sampleOrganization, sampleHub, stacks, undefined, closed);
    expect(names(chosen)).to.deep.equal(["playground"]);
    expect(reasonFor(chosen, "shop-prod")).to.equal("is closed");
  });

  it("finds a name that is nobody's", () => {
    const { problems } = chooseToOffboard(settings, sampleOrganization, sampleHub, [], ["nobody"]);
    expect(problems).to.have.length(1);
  });
});

describe("chooseToProve", () => {
  it("takes the accounts that have a stack, and says of another one that is named that there is nothing to prove", () => {
    const settings = sampleSettings("accounts: { include: [{ ou: /Workloads/Prod }] }");
    const common = { settings, known: sampleOrganization, hub: sampleHub };
    const chosen = chooseToProve({ ...common, stacks: ["222222222222", "444444444444"] });
    expect(names(chosen)).to.deep.equal(["shop-prod"]);
    expect(chosen.leftOut.map(({ reason }) => reason)).to.deep.equal(["cannot be entered, as it is not active"]);
    const asked = chooseToProve({ ...common, stacks: [], only: ["shop-dev"] });
    expect(reasonFor(asked, "shop-dev")).to.match(/has no stack in this fleet: there is nothing to prove/);
  });
});
