import { expect } from "chai";
import * as fc from "fast-check";
import { listGrantedNames } from "../../../automation/plan/collisions";
import { AccountAccess } from "../../../components/account-access";
import { accountSettingsSchema } from "../../../components/account-settings";
import { runMocked } from "../../components/mocked-program";
import { sampleAccount } from "../fleet/sample-fleet";

const accountId = "222222222222";
const hub = "arn:aws:iam::111111111111:role/hub";
const statement = { actions: ["ec2:Describe*"] };

const kinds: Record<string, string> = {
  "aws:iam/role:Role": "role",
  "aws:iam/policy:Policy": "policy",
  "aws:iam/instanceProfile:InstanceProfile": "instance-profile",
  "aws:iam/user:User": "user",
  "aws:s3/bucket:Bucket": "bucket",
};

/** Names that are made, without their paths. */
async function madeBy(settings: unknown): Promise<string[]> {
  const { grants, managing } = accountSettingsSchema.parse(settings);
  const { resources, errors } = await runMocked(
    (options) => new AccountAccess("access", { accountId, grants, ...(managing ? { managing } : {}) }, options).grants,
    {
      "pulumi-nodejs:dynamic/cross-account:SpotAccount": () => ({ accountId: "act-1", adopted: false }),
      "pulumi-nodejs:dynamic/cross-account:SpotExternalId": () => ({ externalId: "spot:act-1:0123456789abcdef" }),
      "pulumi-nodejs:dynamic/cross-account:SpaceliftAwsIntegration": () => ({
        integrationId: "01J8Z3K5M7P9R1T3V5X7Z9B1D3",
        accountName: "acme",
        spaceliftAwsAccountId: "324880187172",
        adopted: false,
      }),
      "aws:iam/getAccountAlias:getAccountAlias": () => ({ accountAlias: "acme" }),
    },
  );
  expect(errors).to.deep.equal([]);
  return resources.flatMap(({ type, inputs }) => {
    const kind = kinds[type];
    const name = String(inputs.name ?? inputs.bucket);
    return kind === undefined ? [] : [`${kind} ${name}`];
  });
}

function toldOf(settings: unknown): string[] {
  const target = { account: sampleAccount({ id: accountId }), settings: accountSettingsSchema.parse(settings) };
  return listGrantedNames({ target }).map(({ kind, name }) => `${kind} ${name}`);
}

async function expectExact(settings: unknown): Promise<void> {
  expect(toldOf(settings).sort()).to.deep.equal((await madeBy(settings)).sort());
}

describe("The names that grants take in an account", () => {
  it("are exactly those that Spinnaker's roles and identity are made with", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom("user", "instanceRole", "none"),
        async (base, ecs, side) => {
          const spinnaker = {
            principalArns: [hub],
            createBaseRole: base,
            ...(ecs ? { ecs: { executionRoleName: "EcsRole" } } : {}),
          };
          const identity = { [side]: {}, managedRoleArns: [`arn:aws:iam::${accountId}:role/x`] };
          await expectExact({
            accountId,
            grants: { spinnaker },
            ...(side === "none" ? {} : { managing: { spinnaker: identity } }),
          });
        },
      ),
      { numRuns: 12 },
    );
  });

  it("are exactly those that stacker's roles and bucket are made with", async () => {
    const grant = { masterAccountId: "111111111111" };
    await expectExact({ accountId, grants: { stacker: grant } });
    const serviceRole = { bucketName: "acme-stacker", permissions: [statement] };
    const managing = { stacker: { bucketName: "acme-stacker", readerAccountIds: ["333333333333"] } };
    await expectExact({
      accountId,
      grants: { stacker: { ...grant, permissions: [statement], serviceRole } },
      managing,
    });
    const bare = { bucketName: "acme-stacker", managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] };
    await expectExact({ accountId, grants: { stacker: { ...grant, roleName: "Own", serviceRole: bare } } });
  });

  it("are exactly those that Deadline's roles and hosts are made with", async () => {
    const managedRoleArns = [`arn:aws:iam::${accountId}:role/x`];
    await expectExact({ accountId, grants: { deadline: { principalArns: [hub] } } });
    const own = { principalArns: [hub], policies: "own", workerStatements: [statement], createFleetRole: false };
    await expectExact({
      accountId,
      grants: { deadline: own },
      managing: { deadline: { instanceRole: {}, managedRoleArns } },
    });
    const less = { principalArns: [hub], resourceTracker: false };
    await expectExact({ accountId, grants: { deadline: less }, managing: { deadline: { user: {}, managedRoleArns } } });
  });

  it("are exactly those of all policies where permissions do not fit into one", async () => {
    const arns = (kind: string, count: number) =>
      Array.from({ length: count }, (_value, index) => `arn:aws:iam::${accountId}:${kind}/a-rather-long-name-${index}`);
    const large = { actions: ["s3:GetObject"], resources: arns("bucket", 150) };
    const token = { env: "SPOTINST_TOKEN" };
    const managedRoleArns = arns("role", 200);
    const deadline = { principalArns: [hub], policies: "own", workerStatements: [large] };
    const sourceIps = Array.from({ length: 40 }, (_value, index) => `203.0.113.${index}/32`);
    const settings = {
      accountId,
      grants: {
        spot: { token, extraStatements: [large] },
        spacelift: { endpoint: "https://acme.app.spacelift.io", permissions: [large], externalIds: "integration" },
        stacker: { masterAccountId: "111111111111", permissions: [large] },
        spinnaker: { principalArns: [hub], passRoleArns: arns("role", 120), ecs: {}, extraStatements: [large] },
        deadline: { ...deadline, sourceIps, resourceTracker: false },
      },
      managing: {
        spinnaker: { user: {}, managedRoleArns, permissions: [large], baking: true },
        deadline: { user: {}, managedRoleArns },
      },
    };
    await expectExact(settings);
    const later = toldOf(settings).filter((name) => name.endsWith("-2"));
    expect(later).to.have.length(8);
  });

  it("are exactly those that the roles of Spot and Spacelift are made with", async () => {
    await expectExact({ accountId, grants: { spot: { token: { env: "SPOTINST_TOKEN" }, rolePath: "/vendors/" } } });
    for (const permissions of [[], [statement]]) {
      const spacelift = {
        endpoint: "https://acme.app.spacelift.io",
        permissions,
        rolePath: "/vendors/",
        externalIds: "integration",
      };
      await expectExact({
        accountId,
        grants: { spacelift: { ...spacelift, managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } },
      });
    }
  });
});
