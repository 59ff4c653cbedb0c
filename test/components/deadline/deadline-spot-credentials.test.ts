import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { DeadlineSpotCredentialsArgs } from "../../../components/deadline/credentials-args";
import { DeadlineSpotCredentials } from "../../../components/deadline/deadline-spot-credentials";
import { type ProgramResult, runMocked } from "../mocked-program";

const host = "arn:aws:iam::111111111111:role/RenderHost";
const worker = "arn:aws:iam::222222222222:role/DeadlineSpotWorker";
const policyType = "aws:iam/policy:Policy";
const sourceIps = ["198.51.100.7", "203.0.113.0/24"];

const run = (args: DeadlineSpotCredentialsArgs) =>
  runMocked(
    (options) => {
      const made = new DeadlineSpotCredentials("deadline", args, options);
      const { principalArn, principals, externalIds, accessKeyId, secretAccessKey, instanceProfileName } = made;
      const secret = pulumi.isSecret(secretAccessKey);
      return { principalArn, principals, externalIds, accessKeyId, secretAccessKey, instanceProfileName, secret };
    },
    { "aws:iam/accessKey:AccessKey": () => ({ secret: "the-secret" }) },
  );

interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

const statementsOf = (document: unknown): Statement[] => JSON.parse(String(document)).Statement;
const attached = ({ resources }: ProgramResult<unknown>) =>
  resources.filter(({ type }) => type.endsWith("PolicyAttachment")).map(({ inputs }) => String(inputs.policyArn));
const inline = ({ resources }: ProgramResult<unknown>) =>
  resources.filter(({ type }) => /:(User|Role)Policy$/.test(type)).map(({ inputs }) => inputs);
const find = (statements: Statement[], action: string, resource: string) =>
  statements.find(({ Action, Resource }) => [Action].flat().includes(action) && [Resource].flat().includes(resource));

describe("DeadlineSpotCredentials", () => {
  it("makes the instance role of the host with its profile, and AWS's own policies", async () => {
    const result = await run({ instanceRole: {} });
    const role = result.only("aws:iam/role:Role").inputs;
    expect(role).to.deep.include({ name: "DeadlineEventPluginAdmin" });
    expect(statementsOf(role.assumeRolePolicy)[0]).to.deep.include({ Principal: { Service: "ec2.amazonaws.com" } });
    expect(result.value.instanceProfileName).to.equal("DeadlineEventPluginAdmin");
    expect(attached(result)).to.include.members([
      "arn:aws:iam::aws:policy/AWSThinkboxDeadlineSpotEventPluginAdminPolicy",
      "arn:aws:iam::aws:policy/AWSThinkboxDeadlineResourceTrackerAdminPolicy",
    ]);
    expect(inline(result)).to.deep.equal([]);
  });

  it("allows tagging fleet requests and volumes beside them, and handing on roles of other names when asked", async () => {
    const plain = statementsOf((await run({ instanceRole: {} })).only(policyType).inputs.policy);
    expect(plain).to.have.length(1);
    expect(find(plain, "ec2:CreateTags", "arn:aws:ec2:*:*:spot-fleet-request/*")?.Resource).to.include(
      "arn:aws:ec2:*:*:volume/*",
    );
    const other = "arn:aws:iam::222222222222:role/RenderNode";
    const more = statementsOf((await run({ instanceRole: {}, passRoleArns: [other] })).only(policyType).inputs.policy);
    expect(find(more, "iam:PassRole", other)?.Condition).to.deep.equal({
      StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
    });
  });

  it("makes a user, and a key whose secret is a secret output, when asked", async () => {
    const result = await run({ user: { accessKey: true }, resourceTracker: false });
    expect(result.only("aws:iam/user:User").inputs).to.deep.include({ name: "DeadlineSpotEventPluginAdmin" });
    expect(result.value).to.deep.include({ secretAccessKey: "the-secret", secret: true, principals: [] });
    expect(attached(result)).to.not.include("arn:aws:iam::aws:policy/AWSThinkboxDeadlineResourceTrackerAdminPolicy");
    const without = await run({ user: {} });
    expect(without.value.accessKeyId).to.equal(undefined);
    expect(without.resources.map(({ type }) => type)).to.not.include("aws:iam/accessKey:AccessKey");
  });

  it("makes a role for the host of another account, bound to an external id and an organization", async () => {
    const role = { principals: [host], externalIds: ["Xb3-9dkQ0aTz7LmN2pR5"], organizationIds: ["o-abcdef1234"] };
    const { only, value } = await run({ role });
    const [statement] = statementsOf(only("aws:iam/role:Role").inputs.assumeRolePolicy);
    expect(statement).to.deep.include({ Principal: { AWS: host } });
    expect(statement?.Condition?.StringEquals).to.deep.equal({
      "aws:PrincipalOrgID": "o-abcdef1234",
      "sts:ExternalId": "Xb3-9dkQ0aTz7LmN2pR5",
    });
    expect(value).to.deep.include({ principals: [host], externalIds: role.externalIds });
    expect(value.instanceProfileName).to.equal(undefined);
  });

  it("gives an existing role the policies and makes no identity", async () => {
    const { resources, value } = await run({ existingRoleArn: host });
    expect(resources.map(({ type }) => type)).to.not.include("aws:iam/role:Role");
    const holders = resources.filter(({ type }) => type.endsWith("PolicyAttachment")).map(({ inputs }) => inputs.role);
    expect(new Set(holders)).to.deep.equal(new Set(["RenderHost"]));
    expect(value.principalArn).to.equal(host);
  });

  it("denies a user and a role everything from other addresses, inline, beside AWS's policies", async () => {
    for (const args of [{ user: {} }, { instanceRole: {} }] as const) {
      const [policy, ...more] = inline(await run({ ...args, sourceIps }));
      expect(more).to.deep.equal([]);
      expect(policy?.user ?? policy?.role).to.match(/^Deadline(Spot)?EventPluginAdmin$/);
      expect(statementsOf(policy?.policy)).to.deep.equal([
        {
          Sid: "OnlyFromKnownAddresses",
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: { Bool: { "aws:ViaAWSService": "false" }, NotIpAddress: { "aws:SourceIp": sourceIps } },
        },
      ]);
    }
  });

  it("puts the addresses on every statement of a copy of its own, as documented, and attaches none of AWS's", async () => {
    const result = await run({ existingRoleArn: host, policies: "own", sourceIps, resourceTracker: false });
    const statements = statementsOf(result.only(policyType).inputs.policy);
    expect(statements).to.have.length.above(6);
    for (const { Effect, Condition } of statements) {
      expect(Effect).to.equal("Allow");
      expect(Condition?.IpAddress).to.deep.equal({ "aws:SourceIp": sourceIps });
    }
    expect(attached(result)).to.deep.equal(["arn:aws:iam::111111111111:policy/DeadlineSpotEventPluginPolicy"]);
    expect(inline(result)).to.deep.equal([]);
  });

  it("copies the whole of the plugin's policy, and hands on the named roles alone", async () => {
    const open = statementsOf((await run({ user: {}, policies: "own" })).only(policyType).inputs.policy);
    const actions = open.flatMap(({ Action }) => Action);
    expect(actions).to.include.members([
      ...["CancelSpotFleetRequests", "DescribeSpotFleetInstances", "DescribeSpotFleetRequests"].map((a) => `ec2:${a}`),
      ...["ModifySpotFleetRequest", "RequestSpotFleet", "RunInstances", "TerminateInstances"].map((a) => `ec2:${a}`),
      ...["CreateServiceLinkedRole", "GetInstanceProfile", "GetRole", "GetUser", "PassRole"].map((a) => `iam:${a}`),
    ]);
    expect(find(open, "iam:PassRole", "arn:aws:iam::*:role/DeadlineSpot*")).to.not.equal(undefined);
    const args = { user: {}, policies: "own" as const, passRoleArns: [pulumi.output(worker)] };
    const narrow = statementsOf((await run(args)).only(policyType).inputs.policy);
    const handed = narrow.filter(({ Action }) => [Action].flat().some((action) => /PassRole|GetRole/.test(action)));
    expect(handed.map(({ Resource }) => Resource)).to.deep.equal([worker, worker]);
  });

  const refused: [string, DeadlineSpotCredentialsArgs, RegExp][] = [
    ["no identity", {}, /name exactly one of them; there are 0/],
    ["two identities", { user: {}, instanceRole: {} }, /there are 2/],
    ["a user as existing role", { existingRoleArn: "arn:aws:iam::111111111111:user/ann" }, /not the ARN of a role/],
    ["an instance role it could hand on itself", { instanceRole: { roleName: "DeadlineSpotRcs" } }, /its own rights/],
    ["policies it does not know", { user: {}, policies: "none" as "own" }, /"none" is none of managed, own/],
    ["a wildcard among the roles to hand on", { user: {}, passRoleArns: ["arn:aws:iam::*:role/*"] }, /wildcard/],
    ["no role to hand on", { user: {}, passRoleArns: [] }, /passRoleArns: is empty/],
    ["no address", { user: {}, sourceIps: [] }, /sourceIps: is empty/],
    ["a bad address", { user: {}, sourceIps: ["198.51.100"] }, /"198.51.100" is not an address/],
    ["every address", { user: {}, sourceIps: ["0.0.0.0/0"] }, /lets in every address/],
    ["a private address", { user: {}, sourceIps: ["192.168.1.0/24"] }, /is a private address/],
    ["a private address of IPv6", { user: {}, sourceIps: ["fd00::1"] }, /is a private address/],
    [
      "addresses on a copy beside the Resource Tracker's policy",
      { user: {}, policies: "own", sourceIps },
      /turn resourceTracker off/,
    ],
    ["a denial on an existing role", { existingRoleArn: host, sourceIps }, /all its other work too/],
    ["everybody", { role: { principals: ["*"] } }, /wildcard/],
    ["a guessable external id", { role: { principals: [host], externalIds: ["111111111111"] } }, /externalIds/],
    [
      "an external id for a service",
      { role: { principals: ["ecs-tasks.amazonaws.com"], externalIds: ["Xb3-9dkQ0aTz7Lm"] } },
      /can never be met/,
    ],
  ];
  for (const [what, args, reason] of refused) {
    it(`refuses ${what}`, async () => {
      const error = await run(args).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      expect(String(error)).to.match(reason);
    });
  }
});
