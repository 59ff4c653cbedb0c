import * as path from "node:path";
import { expect } from "chai";
import { InputError } from "../../../automation/errors";
import { Fleet } from "../../../automation/fleet/fleet";
import { FunctionSource, type GivenAccount } from "../../../automation/fleet/function-source";

const shop = { accountId: "222222222222", name: "shop", ou: "/Workloads/Prod", tags: { stage: "prod" } };

describe("FunctionSource", () => {
  it("takes the accounts a program gives in their order, with units, tags and states", async () => {
    const closing: GivenAccount = { accountId: "333333333333", state: "PENDING_CLOSURE" };
    const { accounts, ouPaths } = await new FunctionSource(async () => [shop, closing]).listAccounts();
    expect(accounts).to.deep.equal([
      {
        ...{ id: "222222222222", name: "shop", ouPath: "/Workloads/Prod", state: "ACTIVE", management: false },
        tags: { stage: "prod" },
      },
      {
        ...{ id: "333333333333", name: "333333333333", ouPath: "/", state: "PENDING_CLOSURE", management: false },
        tags: {},
      },
    ]);
    expect(ouPaths).to.deep.equal(["/", "/Workloads", "/Workloads/Prod"]);
  });

  it("hands on the signal that ends the search", async () => {
    const { signal } = new AbortController();
    let given: AbortSignal | undefined;
    const source = new FunctionSource((one) => {
      given = one;
      return [];
    });
    await source.listAccounts(signal);
    expect(given).to.equal(signal);
  });

  const wrong: [title: string, given: unknown, expected: string[]][] = [
    [
      "every wrong field at once",
      [{ ...shop, accountId: "2" }, { ou: "x" }],
      ["[0].accountId", "[1].accountId", "[1].ou"],
    ],
    ["an account that is there twice", [shop, shop], ["[1].accountId"]],
    ["an unknown field", [{ ...shop, unit: "/" }], ["[0].unit"]],
    ["something that is no list", "shop", [""]],
  ];
  for (const [title, given, expected] of wrong) {
    it(`refuses ${title}`, async () => {
      const error = await new FunctionSource(() => given as GivenAccount[])
        .listAccounts()
        .catch((thrown: unknown) => thrown);
      if (!(error instanceof InputError)) throw error;
      expect(error.problems.map((problem) => problem.path)).to.deep.equal(expected.map((place) => `accounts${place}`));
    });
  }

  it("is refused beside a list of accounts in the settings", () => {
    const settings = {
      ...{ name: "acme", hub: { accountId: "111111111111" }, accounts: { list: [shop] } },
      grants: [{ party: "spot" as const, token: { env: "SPOTINST_TOKEN" } }],
    };
    expect(() => Fleet.from(settings, { folder: path.resolve("/fleet"), accounts: () => [shop] })).to.throw(
      InputError,
      /leave out one of them/,
    );
  });
});
