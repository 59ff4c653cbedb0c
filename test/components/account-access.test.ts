import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { AccountAccess, type AccountAccessArgs } from "../../components/account-access";
import { accountSettingsSchema } from "../../components/account-settings";
import { runMocked } from "./mocked-program";

const vendor = "pulumi-nodejs:dynamic/cross-account:";
const answers = {
  [`${vendor}SpotAccount`]: () => ({ accountId: "act-12345678", adopted: true }),
  [`${vendor}SpotExternalId`]: () => ({
    externalId: "Xb3kdQ0aTz7LmN2pR5sV",
    mintedAt: "2026-01-31T09:45:00.000Z",
    rotation: 2,
  }),
  [`${vendor}SpaceliftAwsIntegration`]: () => ({
    integrationId: "01J8Z3K5M7P9R1T3V5X7Z9B1D3",
    accountName: "acme",
    spaceliftAwsAccountId: "324880187172",
    adopted: false,
  }),
  "aws:iam/getAccountAlias:getAccountAlias": () => ({ accountAlias: "acme-prod" }),
};
const token = { env: "SPOTINST_TOKEN" };

const run = (args: AccountAccessArgs) =>
  runMocked((options) => new AccountAccess("access", args, options).grants, answers);

describe("AccountAccess", () => {
  it("gives every grant of the account and says what it came to", async () => {
    const { value } = await run({ accountId: "111111111111", grants: { spot: { token } } });
    expect(value).to.deep.equal([
      {
        party: "spot",
        roleArn: "arn:aws:iam::111111111111:role/SpotRole",
        externalIds: ["Xb3kdQ0aTz7LmN2pR5sV"],
        principals: ["arn:aws:iam::922761411349:root"],
        externalIdOrigin: { source: "vendor", madeAt: "2026-01-31T09:45:00.000Z", rotation: 2 },
        vendorAccountId: "act-12345678",
        vendorAccountName: "acme-prod",
        adopted: true,
      },
    ]);
  });

  it("gives Spacelift its grant beside Spot's", async () => {
    const settings = accountSettingsSchema.parse({
      accountId: "111111111111",
      grants: {
        spot: { token },
        spacelift: { endpoint: "https://acme.app.spacelift.io", stacks: [{ stackId: "network", write: false }] },
      },
    });
    const { value, only } = await run({ accountId: settings.accountId, grants: settings.grants });
    expect(value.map(({ party }) => party)).to.deep.equal(["spot", "spacelift"]);
    expect(value[1]).to.deep.equal({
      party: "spacelift",
      roleArn: "arn:aws:iam::111111111111:role/SpaceliftRole",
      externalIds: ["acme@01J8Z3K5M7P9R1T3V5X7Z9B1D3@network@read"],
      principals: ["arn:aws:iam::324880187172:root"],
      vendorAccountId: "01J8Z3K5M7P9R1T3V5X7Z9B1D3",
      vendorAccountName: "aws-111111111111",
      adopted: false,
    });
    expect(only(`${vendor}SpaceliftAttachment`).inputs).to.deep.include({
      stackId: "network",
      read: true,
      write: false,
    });
  });

  it("tells by tags what made it: the fleet, the party and the version; tags of one's own stay, and win", async () => {
    const spacelift = { endpoint: "https://acme.app.spacelift.io", stacks: [{ stackId: "network" }] };
    const { grants } = accountSettingsSchema.parse({
      accountId: "111111111111",
      grants: { spot: { token }, spacelift },
    });
    const { resources, only } = await run({
      ...{ accountId: "111111111111", grants, backPointers: { fleet: "acme", version: "0.1" } },
      tags: { owner: "platform", "cross-account:version": "mine" },
    });
    const tagged = resources.filter(({ type }) => /^aws:iam\/(role|policy):/.test(type));
    const told = new Set(tagged.map(({ inputs }) => JSON.stringify(inputs.tags)));
    const tagsOf = (party: string) =>
      JSON.stringify({
        ...{ "cross-account:fleet": "acme", "cross-account:grant": party },
        ...{ "cross-account:version": "mine", owner: "platform" },
      });
    expect([...told]).to.have.members([tagsOf("spot"), tagsOf("spacelift")]);
    expect(only(`${vendor}SpaceliftAwsIntegration`).inputs).to.deep.include({ labels: ["cross-account:fleet=acme"] });
  });

  it("adds no tags where nothing is to be told", async () => {
    const { resources } = await run({ accountId: "111111111111", grants: { spot: { token } } });
    expect(resources.filter(({ inputs }) => inputs.tags !== undefined)).to.deep.equal([]);
  });

  it("gives Deadline its grant: the plugin's role for the hosts, and those of the services beside it", async () => {
    const host = "arn:aws:iam::111111111111:role/RenderHost";
    const deadline = { principalArns: [host], policies: "own" as const };
    const { value, resources } = await run({ accountId: "111111111111", grants: { deadline } });
    const roleArn = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
    expect(value[0]).to.deep.equal({
      party: "deadline",
      roleArn: roleArn("DeadlineEventPluginAdmin"),
      externalIds: [],
      principals: [host],
      otherRoles: [
        { roleArn: roleArn("DeadlineSpotWorker"), externalIds: [], principals: ["ec2.amazonaws.com"] },
        { roleArn: roleArn("DeadlineSpotFleet"), externalIds: [], principals: ["spotfleet.amazonaws.com"] },
        {
          roleArn: roleArn("DeadlineResourceTrackerAccessRole"),
          externalIds: [],
          principals: ["lambda.amazonaws.com"],
        },
      ],
    });
    const policy = resources.find(({ type }) => type === "aws:iam/policy:Policy")?.inputs.policy;
    const handedOn = JSON.parse(String(policy)).Statement.find(
      ({ Action }: { Action: unknown }) => Action === "iam:PassRole",
    );
    expect(handedOn.Resource).to.have.members([roleArn("DeadlineSpotWorker"), roleArn("DeadlineSpotFleet")]);
    const without = { principalArns: [host], resourceTracker: false, createServiceLinkedRoles: true };
    const second = await run({ accountId: "111111111111", grants: { deadline: without } });
    expect(JSON.stringify(second.resources)).to.not.contain("ResourceTracker");
    expect(second.resources.filter(({ type }) => type.endsWith("ServiceLinkedRole"))).to.have.length(2);
  });

  it("gives stacker its role, in the master account as in the others, from the same settings", async () => {
    const operator = "arn:aws:iam::111111111111:user/ann";
    const externalId = "Xb3kdQ0aTz7LmN2pR5sV";
    const stacker = { masterAccountId: "111111111111", operatorArns: [operator], externalIds: [externalId] };
    const master = await run({ accountId: "111111111111", grants: { stacker } });
    const roleArn = "arn:aws:iam::111111111111:role/Stacker";
    const role = { roleArn, externalIds: [], principals: [operator], requiresMfa: true };
    expect(master.value).to.deep.equal([{ party: "stacker", ...role, otherRoles: [] }]);
    expect(master.only("aws:iam/role:Role").inputs.assumeRolePolicy).to.contain("aws:MultiFactorAuthPresent");
    const other = await run({ accountId: "222222222222", grants: { stacker } });
    expect(other.value[0]).to.deep.include({ party: "stacker", externalIds: [externalId], principals: [roleArn] });
    expect(other.value[0]).to.not.have.property("requiresMfa");
    expect(other.only("aws:iam/role:Role").inputs.assumeRolePolicy)
      .to.contain(externalId)
      .and.not.contain("MultiFactor");
  });

  it("leaves out the vendor's name when it does not follow the alias", async () => {
    const { value } = await run({ accountId: "111111111111", grants: { spot: { token, renameToAlias: false } } });
    expect(value[0]).to.not.have.property("vendorAccountName");
  });

  it("takes settings as their schema leaves them", async () => {
    const { accountId, grants, tags } = accountSettingsSchema.parse({
      accountId: "111111111111",
      tags: { team: "ops" },
      grants: {
        spot: {
          token,
          roleName: "AcmeSpot",
          rolePath: "/vendors/",
          permissions: "read-only",
          extraStatements: [{ actions: "kms:Decrypt" }],
          retainVendorAccount: true,
        },
      },
    });
    const { only } = await run({ accountId, grants, tags });
    expect(only("aws:iam/role:Role").inputs).to.deep.include({
      name: "AcmeSpot",
      path: "/vendors/",
      tags: { team: "ops" },
    });
    expect(only("aws:iam/policy:Policy").inputs.policy).to.contain("kms:Decrypt").and.not.contain("iam:PassRole");
    expect(only(`${vendor}SpotAccount`).inputs).to.deep.include({ retain: true });
  });

  it("gives Spinnaker the managed side, from settings as their schema leaves them", async () => {
    const principalArn = "arn:aws:iam::111111111111:role/SpinnakerAuthRole";
    const settings = accountSettingsSchema.parse({
      accountId: "222222222222",
      tags: { team: "cd" },
      grants: {
        spinnaker: {
          principalArns: [principalArn],
          externalIds: ["Xb3kdQ0aTz7LmN2pR5sV"],
          managedPolicyArns: [],
          extraStatements: [{ actions: "ec2:*" }],
          lambda: { executionRoleName: "Functions" },
        },
      },
    });
    const { value, resources } = await run(settings);
    expect(value).to.deep.equal([
      {
        party: "spinnaker",
        roleArn: "arn:aws:iam::111111111111:role/spinnakerManaged",
        externalIds: ["Xb3kdQ0aTz7LmN2pR5sV"],
        principals: [principalArn],
        otherRoles: [
          { roleArn: "arn:aws:iam::111111111111:role/BaseIAMRole", externalIds: [], principals: ["ec2.amazonaws.com"] },
          {
            roleArn: "arn:aws:iam::111111111111:role/Functions",
            externalIds: [],
            principals: ["lambda.amazonaws.com"],
          },
        ],
      },
    ]);
    const roles = resources.filter(({ type }) => type === "aws:iam/role:Role").map(({ inputs }) => inputs);
    expect(roles.map(({ name }) => name)).to.deep.equal(["spinnakerManaged", "BaseIAMRole", "Functions"]);
    for (const inputs of roles) expect(inputs.tags).to.deep.equal({ team: "cd" });
    const policy = resources.find(({ type }) => type === "aws:iam/policy:Policy")?.inputs.policy;
    expect(policy).to.contain("ec2:*").and.contain("arn:aws:iam::222222222222:role/Functions");
  });

  it("gives several parties at once", async () => {
    const spinnaker = { principalArns: ["arn:aws:iam::111111111111:role/SpinnakerAuthRole"] };
    const { value } = await run({ accountId: "111111111111", grants: { spot: { token }, spinnaker } });
    expect(value.map(({ party }) => party)).to.deep.equal(["spot", "spinnaker"]);
  });

  it("makes a managing identity before the role of the same account that trusts it, and keeps its key out of what is told", async () => {
    const accountId = "111111111111";
    const user = `arn:aws:iam::${accountId}:user/SpinnakerManagingAccount`;
    const managedRoleArns = [`arn:aws:iam::${accountId}:role/spinnakerManaged`];
    const args: AccountAccessArgs = {
      accountId,
      grants: { spinnaker: { principalArns: [user] } },
      managing: {
        spinnaker: { user: { accessKey: true }, managedRoleArns },
        stacker: { bucketName: "acme-stacker", readerAccountIds: ["222222222222"] },
      },
    };
    const secret = { "aws:iam/accessKey:AccessKey": () => ({ secret: "the-secret" }) };
    const { value, resources, only } = await runMocked((options) => {
      const { grants, managing, secretAccessKeys } = new AccountAccess("access", args, options);
      return { grants, managing, secretAccessKeys, isSecret: pulumi.isSecret(secretAccessKeys) };
    }, secret);
    expect(value.managing).to.deep.equal([
      { party: "spinnaker", principalArn: user, accessKeyId: "access-spinnaker-managing-access-key-id" },
      { party: "stacker", bucketName: "acme-stacker" },
    ]);
    expect(value.grants[0]).to.deep.include({ party: "spinnaker", principals: [user] });
    expect([value.secretAccessKeys, value.isSecret]).to.deep.equal([{ spinnaker: "the-secret" }, true]);
    const order = resources.map(({ name }) => name);
    expect(order.indexOf("access-spinnaker-managing-user")).to.be.lessThan(
      order.indexOf("access-spinnaker-managed-role"),
    );
    expect(only("aws:s3/bucketPolicy:BucketPolicy").inputs.policy).to.contain("arn:aws:iam::222222222222:root");
  });

  it("makes what Deadline's hosts are before the plugin's role of the same account that trusts it", async () => {
    const accountId = "111111111111";
    const host = `arn:aws:iam::${accountId}:role/DeadlineHost`;
    const managedRoleArns = [`arn:aws:iam::${accountId}:role/DeadlineEventPluginAdmin`];
    const args: AccountAccessArgs = {
      accountId,
      grants: { deadline: { principalArns: [host] } },
      managing: { deadline: { instanceRole: {}, managedRoleArns } },
    };
    const { value, resources } = await runMocked((options) => {
      const { grants, managing, secretAccessKeys } = new AccountAccess("access", args, options);
      return { grants, managing, secretAccessKeys };
    });
    const roles = [{ roleArn: host, externalIds: [], principals: ["ec2.amazonaws.com"] }];
    expect(value.managing).to.deep.equal([{ party: "deadline", principalArn: host, roles }]);
    expect(value.grants[0]).to.deep.include({ party: "deadline", principals: [host] });
    expect(value.secretAccessKeys).to.deep.equal({});
    const order = resources.map(({ name }) => name);
    expect(order.indexOf("access-deadline-managing-role")).to.be.lessThan(order.indexOf("access-deadline-role"));
    const policy = resources.find(({ name }) => name === "access-deadline-managing-policy")?.inputs.policy;
    expect(JSON.parse(String(policy)).Statement[0].Resource).to.equal(managedRoleArns[0]);
    const two = { ...args, managing: { deadline: { instanceRole: {}, user: {}, managedRoleArns } } };
    const error = await runMocked((options) => new AccountAccess("bad", two, options).grants).catch(String);
    expect(error).to.contain("managing.deadline: names no single identity");
  });

  it("tells whom the role of service accounts lets in, and nothing of a role that only gets the permission", async () => {
    const accountId = "111111111111";
    const oidcProviderArn = `arn:aws:iam::${accountId}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC`;
    const existingRoleArn = `arn:aws:iam::${accountId}:role/HostOfBefore`;
    const managing = {
      spinnaker: { serviceAccount: { oidcProviderArn }, managedRoleArns: [`arn:aws:iam::${accountId}:role/One`] },
      deadline: { existingRoleArn, managedRoleArns: [`arn:aws:iam::${accountId}:role/Two`] },
    };
    const { value } = await runMocked(
      (options) => new AccountAccess("access", { accountId, grants: {}, managing }, options).managing,
    );
    const roleArn = `arn:aws:iam::${accountId}:role/SpinnakerAuthRole`;
    expect(value).to.deep.equal([
      {
        party: "spinnaker",
        principalArn: roleArn,
        roles: [{ roleArn, externalIds: [], principals: [oidcProviderArn] }],
      },
      { party: "deadline", principalArn: existingRoleArn },
    ]);
  });

  it("makes nothing without a grant", async () => {
    const { value, resources } = await run({ accountId: "111111111111", grants: {} });
    expect(value).to.deep.equal([]);
    expect(resources.map(({ type }) => type)).to.deep.equal(["pulumi-cross-account:index:AccountAccess"]);
  });

  it("refuses bad settings with every problem and its place", async () => {
    const args = { accountId: "1", grants: { spot: { token: {}, rolename: "x" } } };
    await runMocked((options) => {
      expect(() => new AccountAccess("bad", args, options)).to.throw(
        pulumi.InputPropertiesError,
        /accountId: is not an AWS account id.*\n.*grants\.spot\.token: name exactly one source.*\n.*rolename/,
      );
    });
  });
});
