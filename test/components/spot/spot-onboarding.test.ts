import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { SpotOnboarding, type SpotOnboardingArgs } from "../../../components/spot/spot-onboarding";
import { refusedCall, runMocked } from "../mocked-program";

const vendor = "pulumi-nodejs:dynamic/cross-account:";
const aliasCall = "aws:iam/getAccountAlias:getAccountAlias";
const externalId = "Xb3-_9dkQ0aTz7LmN2pR5sVwYcFgHjK1eU4iOo8tBnM6";
const minimal: SpotOnboardingArgs = { accountId: "111111111111", token: { env: "SPOTINST_TOKEN" } };

const answers = {
  [`${vendor}SpotAccount`]: () => ({ accountId: "act-12345678", adopted: false }),
  [`${vendor}SpotExternalId`]: () => ({ externalId }),
  [`${vendor}SpotCredentialsLink`]: () => ({ linked: true }),
  [aliasCall]: () => ({ accountAlias: "acme-prod", id: "acme-prod" }),
};

const run = (args: SpotOnboardingArgs, more: Parameters<typeof runMocked>[1] = {}) =>
  runMocked(
    (options) => {
      const { spotAccountId, spotAccountName, adopted, externalIds, roleArn, principals } = new SpotOnboarding(
        "spot",
        args,
        options,
      );
      return { spotAccountId, spotAccountName, adopted, externalIds, roleArn, principals };
    },
    { ...answers, ...more },
  );

describe("SpotOnboarding", () => {
  it("makes the six resources of the onboarding StackSet", async () => {
    const { value, resources, only } = await run(minimal);
    const children = resources.filter(({ type }) => !type.startsWith("pulumi-cross-account:"));
    expect(children.map(({ type, name }) => `${type} ${name}`)).to.have.members([
      `${vendor}SpotAccount spot-account`,
      `${vendor}SpotExternalId spot-external-id`,
      "aws:iam/policy:Policy spot-role-policy",
      "aws:iam/role:Role spot-role-role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment spot-role-attachment",
      `${vendor}SpotCredentialsLink spot-link`,
      `${vendor}SpotAccountName spot-name`,
    ]);
    expect(value).to.deep.equal({
      spotAccountId: "act-12345678",
      spotAccountName: "acme-prod",
      adopted: false,
      externalIds: [externalId],
      roleArn: "arn:aws:iam::111111111111:role/SpotRole",
      principals: ["arn:aws:iam::922761411349:root"],
    });
    expect(only("aws:iam/policy:Policy").inputs).to.deep.include({ name: "SpotManagedPolicy" });
    expect(only("aws:iam/role:Role").inputs).to.deep.include({ name: "SpotRole" });
  });

  it("trusts Spot's account with the external id that Spot made, and nobody else", async () => {
    const { only } = await run(minimal);
    expect(JSON.parse(String(only("aws:iam/role:Role").inputs.assumeRolePolicy)).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { AWS: "arn:aws:iam::922761411349:root" },
        Condition: { StringEquals: { "sts:ExternalId": externalId } },
      },
    ]);
  });

  it("gives the vendor resources where the token is, never a token, and the account they are for", async () => {
    const { only } = await run({ ...minimal, retain: true, endpoint: "http://127.0.0.1:8080" });
    const api = { token: { env: "SPOTINST_TOKEN" }, endpoint: "http://127.0.0.1:8080" };
    expect(only(`${vendor}SpotAccount`).inputs).to.deep.include({
      ...api,
      awsAccountId: "111111111111",
      name: "aws-111111111111",
      retain: true,
    });
    expect(only(`${vendor}SpotExternalId`).inputs).to.deep.include({ ...api, accountId: "act-12345678" });
    expect(only(`${vendor}SpotCredentialsLink`).inputs).to.deep.include({
      ...api,
      accountId: "act-12345678",
      awsAccountId: "111111111111",
      roleArn: "arn:aws:iam::111111111111:role/SpotRole",
      externalId,
    });
  });

  it("links only after the whole role with its attachments, and renames only after the link", async () => {
    const { only } = await run(minimal);
    expect(only(`${vendor}SpotCredentialsLink`).waitsFor).to.deep.equal(["ManagedRole"]);
    expect(only(`${vendor}SpotAccountName`).waitsFor).to.deep.equal(["SpotCredentialsLink"]);
  });

  it("leaves the name alone where the account has no alias", async () => {
    const { only } = await run(minimal, {
      [aliasCall]: () => {
        throw refusedCall(
          "invocation of aws:iam/getAccountAlias:getAccountAlias returned an error: reading IAM Account Alias: empty result",
        );
      },
    });
    expect(only(`${vendor}SpotAccountName`).inputs.name).to.equal("");
  });

  it("gives an alias without a letter a prefix, as Spot wants a letter", async () => {
    const { only } = await run(minimal, { [aliasCall]: () => ({ accountAlias: "2024-01" }) });
    expect(only(`${vendor}SpotAccountName`).inputs.name).to.equal("aws-2024-01");
  });

  it("asks for no alias and renames nothing when told so", async () => {
    const { value, resources } = await run(
      { ...minimal, renameToAlias: false },
      { [aliasCall]: () => expect.fail("was asked") },
    );
    expect(resources.map(({ type }) => type)).to.not.include(`${vendor}SpotAccountName`);
    expect(value.spotAccountName).to.equal(undefined);
  });

  it("gives fewer permissions when read-only, and more with statements of one's own", async () => {
    const extra = { actions: ["kms:Decrypt"], resources: ["arn:aws:kms:us-east-1:111111111111:key/1"] };
    const { only } = await run({ ...minimal, permissions: "read-only", extraStatements: [extra] });
    const policy = String(only("aws:iam/policy:Policy").inputs.policy);
    expect(policy).to.contain("kms:Decrypt").and.contain("ec2:Describe*").and.not.contain("PassRole");
  });

  it("makes a second policy when statements of one's own do not fit into one", async () => {
    const actions = Array.from({ length: 200 }, (_, index) => `service:ActionNumber${index}`);
    const { resources } = await run({ ...minimal, extraStatements: [{ actions }] });
    const names = resources.filter(({ type }) => type === "aws:iam/policy:Policy").map(({ inputs }) => inputs.name);
    expect(names).to.deep.equal(["SpotManagedPolicy", "SpotManagedPolicy-2"]);
  });

  it("names another account as principal only when told so", async () => {
    const { value } = await run({ ...minimal, principals: ["444444444444"] });
    expect(value.principals).to.deep.equal(["arn:aws:iam::444444444444:root"]);
  });

  it("refuses bad inputs before anything is made, and never shows what was given as token", async () => {
    const token = { env: "SPOTINST_TOKEN", value: "c0ffee-secret" };
    const { resources } = await runMocked((options) => {
      const make = () =>
        new SpotOnboarding(
          "bad",
          { accountId: "11111111111", token, endpoint: "spot", permissions: "all" as "full" },
          options,
        );
      expect(make)
        .to.throw(
          pulumi.InputPropertiesError,
          /accountId: .*\n.*token: .*\n.*endpoint: .*\n.*permissions: "all" is none of full, read-only/,
        )
        .with.property("message")
        .that.does.not.contain("c0ffee");
    });
    expect(resources).to.have.length(1);
  });
});
