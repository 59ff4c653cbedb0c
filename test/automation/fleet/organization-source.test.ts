import { expect } from "chai";
import { InputError } from "../../../automation/errors";
import { asksForTags } from "../../../automation/fleet/all-selectors";
import { OrganizationSource } from "../../../automation/fleet/organization-source";
import type { Account } from "../../../automation/model";
import {
  type ListedAccount,
  type OrganizationsServer,
  startOrganizationsServer,
  type Unit,
} from "./organizations-server";
import { sampleSettings } from "./sample-fleet";

function active(Id: string, Name: string): ListedAccount {
  return { Id, Name, State: "ACTIVE" };
}

const organization: Unit = {
  id: "r-1",
  name: "Root",
  accounts: [active("111111111111", "management")],
  units: [
    {
      id: "ou-1",
      name: "Workloads",
      accounts: [
        { ...active("222222222222", "b"), tags: { stage: "prod", owner: "shop" } },
        active("333333333333", "a"),
        { Id: "444444444444", Name: "old", Status: "SUSPENDED" },
      ],
      units: [
        { id: "ou-2", name: "Dev", units: [{ id: "ou-3", name: "Shop", accounts: [active("555555555555", "deep")] }] },
      ],
    },
    { id: "ou-4", name: "Incoming" },
  ],
};

describe("OrganizationSource", () => {
  let server: OrganizationsServer;
  const start = async (
    root: Unit = organization,
    asksForTags?: (account: Account) => boolean,
  ): Promise<OrganizationSource> => {
    server = await startOrganizationsServer(root, "111111111111");
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    return new OrganizationSource({ endpoint: server.endpoint, region: "us-east-1", credentials }, asksForTags);
  };
  afterEach(() => server.close());

  it("finds every account of every page, at any depth, with its unit's path", async () => {
    const { accounts } = await (await start()).listAccounts();
    expect(accounts.map(({ name, ouPath, state, management }) => [name, ouPath, state, management])).to.deep.equal([
      ["a", "/Workloads", "ACTIVE", false],
      ["b", "/Workloads", "ACTIVE", false],
      ["deep", "/Workloads/Dev/Shop", "ACTIVE", false],
      ["management", "/", "ACTIVE", true],
      ["old", "/Workloads", "SUSPENDED", false],
    ]);
  });

  it("knows the units without accounts too", async () => {
    const { ouPaths } = await (await start()).listAccounts();
    expect(ouPaths).to.deep.equal(["/", "/Incoming", "/Workloads", "/Workloads/Dev", "/Workloads/Dev/Shop"]);
  });

  it("believes State over Status", async () => {
    const account = { Id: "222222222222", Name: "closing", State: "PENDING_CLOSURE", Status: "ACTIVE" };
    const { accounts } = await (await start({ id: "r-1", name: "Root", accounts: [account] })).listAccounts();
    expect(accounts[0]?.state).to.equal("PENDING_CLOSURE");
  });

  it("refuses to go on when it cannot tell whether an account is active", async () => {
    const source = await start({ id: "r-1", name: "Root", accounts: [{ Id: "222222222222", Name: "odd" }] });
    const error = await source.listAccounts().catch((thrown: unknown) => thrown);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property("message")
      .that.matches(/222222222222/);
  });

  it("goes on when it is throttled", async () => {
    const source = await start();
    server.fail("ListAccountsForParent", 400, "TooManyRequestsException", 2);
    const { accounts } = await source.listAccounts();
    expect(accounts).to.have.length(5);
  });

  for (const [type, words] of [
    ["AccessDeniedException", /organizations:List\*/],
    ["AWSOrganizationsNotInUseException", /accounts\.list/],
  ] as const) {
    it(`says what to do about ${type}`, async () => {
      const source = await start();
      server.fail("DescribeOrganization", 400, type);
      const error = await source.listAccounts().catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(InputError).with.property("message").that.matches(words);
    });
  }

  it("reads the tags of those whose tags decide something, each once and all its pages, and of nobody else", async () => {
    const settings = sampleSettings(
      "accounts: { include: [{ ou: / }] }\noverrides: [{ match: { ou: /Workloads, name: '?', tag: { stage: prod } }, set: {} }]",
    );
    const source = await start(organization, asksForTags(settings));
    server.fail("ListTagsForResource", 400, "TooManyRequestsException", 1);
    const { accounts } = await source.listAccounts();
    const tagged = accounts.flatMap(({ name, tags }) => (tags ? [[name, tags]] : []));
    expect(tagged).to.deep.equal([
      ["a", {}],
      ["b", { stage: "prod", owner: "shop" }],
    ]);
    expect(new Set(server.askedForTags)).to.deep.equal(new Set(["222222222222", "333333333333"]));
    expect(server.askedForTags).to.have.length(5);
  });

  it("says which permission is missing where tags may not be read", async () => {
    const source = await start(organization, () => true);
    server.fail("ListTagsForResource", 400, "AccessDeniedException");
    const error = await source.listAccounts().catch((thrown: unknown) => thrown);
    expect(error)
      .to.be.instanceOf(InputError)
      .with.property("message")
      .that.matches(/organizations:List\*/);
  });

  it("asks twice a unit and not once an account", async () => {
    const source = await start();
    await source.listAccounts();
    expect(server.calls.filter((call) => call === "DescribeOrganization" || call === "ListRoots")).to.have.length(2);
    expect(new Set(server.calls)).to.have.length(4);
  });
});
