import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { GetRoleCommand, IAMClient, ListAccountAliasesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import {
  CloseAccountCommand,
  DescribeAccountCommand,
  ListAccountsCommand,
  ListTagsForResourceCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { type AwsKeys, connection } from "../../../../examples/sandbox/aws/connection";
import { createIdentities, hubRoleArn, type Identities } from "../../../../examples/sandbox/aws/identities";
import { installMinistack } from "../../../../examples/sandbox/aws/install-ministack";
import { entryRoleName } from "../../../../examples/sandbox/aws/member-account";
import { startMinistack } from "../../../../examples/sandbox/aws/ministack";
import { SandboxOrganization } from "../../../../examples/sandbox/aws/organization";
import { completePlan, defaultOrganizationPlan } from "../../../../examples/sandbox/aws/organization-plan";
import { assume, errorName, startEmulator } from "../../../support/emulator";

const management = "111111111111";
const hubRole = hubRoleArn(management);

describe("the sandbox's organization", () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  let organization: SandboxOrganization;
  let identities: Identities;

  before(async function () {
    this.timeout(180_000);
    emulator = await startEmulator();
    organization = new SandboxOrganization(emulator.endpoint, management);
    [identities] = await Promise.all([
      createIdentities(emulator.endpoint, management),
      organization.seed(defaultOrganizationPlan()),
    ]);
  });

  after(() => emulator.close());

  const entryRole = (name: string) => `arn:aws:iam::${organization.account(name).id}:role/${entryRoleName}`;
  const client = (keys: AwsKeys) => new OrganizationsClient(connection(emulator.endpoint, keys));
  const iam = (keys: AwsKeys) => new IAMClient(connection(emulator.endpoint, keys));

  it("lets the hub's user become the hub role, and from there an administrator of every member account", async () => {
    const hub = await assume(emulator.endpoint, identities.hub, hubRole);
    for (const { name, id } of organization.accounts) {
      const inside = await assume(emulator.endpoint, hub, entryRole(name));
      const identity = await new STSClient(connection(emulator.endpoint, inside)).send(
        new GetCallerIdentityCommand({}),
      );
      expect(identity.Account).to.equal(id);
      expect(identity.Arn).to.contain(`assumed-role/${entryRoleName}/`);
      const { Role } = await iam(inside).send(new GetRoleCommand({ RoleName: entryRoleName }));
      expect(Role?.Arn).to.equal(entryRole(name));
    }
  });

  it("lets nobody else into a member account, whatever their own account allows them", async () => {
    for (const keys of [identities.hub, identities.spot, identities.stranger]) {
      expect(await errorName(assume(emulator.endpoint, keys, entryRole("shop-prod")))).to.equal("AccessDenied");
    }
  });

  it("lets nobody but the hub's user become the hub role", async () => {
    for (const keys of [identities.spot, identities.stranger]) {
      expect(await errorName(assume(emulator.endpoint, keys, hubRole))).to.equal("AccessDenied");
    }
  });

  it("gives the hub role the reading of the organization and the entry roles, and nothing more", async () => {
    const hub = await assume(emulator.endpoint, identities.hub, hubRole);
    const { Accounts } = await client(hub).send(new ListAccountsCommand({}));
    expect(Accounts).to.have.length(organization.accounts.length + 1);
    const { id: AccountId } = organization.account("shop-prod");
    expect(await errorName(client(hub).send(new CloseAccountCommand({ AccountId })))).to.match(/AccessDenied/);
    expect(await errorName(iam(hub).send(new ListRolesCommand({})))).to.match(/AccessDenied/);
    expect(await errorName(assume(emulator.endpoint, hub, `arn:aws:iam::${AccountId}:role/Another`))).to.equal(
      "AccessDenied",
    );
  });

  it("gives the hub's user nothing but the way to the hub role", async () => {
    expect(await errorName(client(identities.hub).send(new ListAccountsCommand({})))).to.match(/AccessDenied/);
    expect(await errorName(iam(identities.hub).send(new ListRolesCommand({})))).to.match(/AccessDenied/);
  });

  it("has at least six active member accounts, a suspended one, one without an alias, and nested units", () => {
    const active = organization.accounts.filter((account) => account.state === "ACTIVE");
    expect(active).to.have.length.at.least(6);
    expect(organization.accounts.filter((account) => account.state === "SUSPENDED")).to.have.length(1);
    expect(active.filter((account) => !account.alias).map((account) => account.name)).to.deep.equal(["payments-dev"]);
    expect(organization.account("shop-dev").ouPath).to.equal("/Workloads/Dev/Shop");
  });

  it("shows AWS what it says: status, alias and tags", async () => {
    const hub = await assume(emulator.endpoint, identities.hub, hubRole);
    const { id: AccountId } = organization.account("old-website");
    const { Account } = await client(hub).send(new DescribeAccountCommand({ AccountId }));
    expect(Account).to.include({ Name: "old-website", Status: "SUSPENDED" });
    const shop = await assume(emulator.endpoint, hub, entryRole("shop-prod"));
    expect((await iam(shop).send(new ListAccountAliasesCommand({}))).AccountAliases).to.deep.equal(["acme-shop-prod"]);
    const { Tags } = await client(hub).send(
      new ListTagsForResourceCommand({ ResourceId: organization.account("shop-prod").id }),
    );
    expect(Tags).to.deep.equal([{ Key: "stage", Value: "prod" }]);
  });

  it("changes as a test asks, and is found as it was left when the emulator is started again", async () => {
    const dir = await mkdtemp(path.join(tmpdir(), "organization-"));
    const python = await installMinistack();
    const first = await startMinistack({ python, dir });
    const changed = new SandboxOrganization(first.endpoint, management);
    await changed.seed(
      completePlan({ management: { accountId: management }, accounts: [{ name: "first", ou: "/A/B" }] }),
    );
    await changed.createAccount({ name: "second" });
    expect(changed.account("second").ouPath).to.equal("/");
    await changed.moveAccount("second", "/A");
    await changed.setAlias("second", "second-alias");
    await changed.setAlias("first", "first-alias");
    await changed.removeAlias("first");
    await changed.suspendAccount("first");
    await first.close();
    const again = await startMinistack({ python, dir });
    const found = new SandboxOrganization(again.endpoint, management);
    await found.discover();
    expect(found.accounts).to.deep.equal(changed.accounts);
    expect(found.accounts).to.deep.include({
      id: changed.account("second").id,
      name: "second",
      ouPath: "/A",
      alias: "second-alias",
      state: "ACTIVE",
    });
    expect(found.account("first")).to.not.have.property("alias");
    await again.close();
    await rm(dir, { recursive: true, force: true });
  });

  it("names the accounts there are when asked for one there is not", () => {
    expect(() => organization.account("shop-test")).to.throw(/no account named shop-test; it has .*shop-prod/);
  });
});
