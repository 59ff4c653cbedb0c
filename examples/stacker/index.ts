import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { renderStackerAwsConfig, renderStackerYaml, StackerBucket, StackerRole } from "pulumi-cross-account";

const config = new pulumi.Config("stacker");
const region = config.get("region") ?? "us-east-1";
const masterAccountId = config.require("masterAccountId");
const accounts = config.requireObject<Record<string, string>>("accounts"); // profile: account id

/** The AWS provider of one account, entered by the role every account of the organization has. */
function providerOf(profile: string, accountId: string): Provider {
  const roles = [...(config.getObject<string[]>("enterFrom") ?? []), entryRole(accountId)];
  const endpoint = config.get("endpoint");
  return new Provider(profile, {
    region,
    allowedAccountIds: [accountId],
    assumeRoles: roles.map((roleArn) => ({ roleArn })),
    ...(endpoint && { endpoints: [{ iam: endpoint, sts: endpoint, s3: endpoint }], s3UsePathStyle: true }),
  });
}

function entryRole(accountId: string): string {
  return `arn:aws:iam::${accountId}:role/${config.get("entryRoleName") ?? "OrganizationAccountAccessRole"}`;
}

// The master account first: AWS takes a trust in its role only once that exists.
const master = providerOf("master", masterAccountId);
const masterRole = new StackerRole(
  "master",
  {
    accountId: masterAccountId,
    masterAccountId,
    operatorArns: config.getObject<string[]>("operatorArns"),
    requireMfa: config.getBoolean("mfa") ?? true,
  },
  { providers: [master] },
);

const roles = Object.entries(accounts).map(([profile, accountId]) => {
  const options = { providers: [providerOf(profile, accountId)], dependsOn: [masterRole] };
  return { profile, role: new StackerRole(profile, { accountId, masterAccountId }, options) };
});

const bucket = new StackerBucket(
  "stacker",
  {
    bucketName: config.require("bucketName"),
    ...(config.getBoolean("readByAccount")
      ? { readerAccountIds: Object.values(accounts) }
      : { readerRoleArns: roles.map(({ role }) => role.roleArn) }),
    accountIds: Object.values(accounts),
    // An emulator without TLS would be locked out of the bucket.
    tlsOnly: !config.get("endpoint")?.startsWith("http:"),
    forceDestroy: config.getBoolean("forceDestroy"),
  },
  { providers: [master] },
);

const profiles = pulumi.all(roles.map(({ profile, role }) => role.roleArn.apply((roleArn) => ({ profile, roleArn }))));

/** `.aws/config`: run stacker with `AWS_CONFIG_FILE=.aws/config stacker build --profile master stacker.yaml`. */
export const awsConfig = pulumi
  .all([masterRole.roleArn, profiles])
  .apply(([roleArn, others]) => renderStackerAwsConfig({ region, master: { roleArn }, accounts: others }));

/** `stacker.yaml`, with the bucket filled in and one stack an account to begin with. */
export const stackerYaml = bucket.bucketName.apply((bucketName) =>
  renderStackerYaml({
    bucketName,
    bucketRegion: region,
    profiles: { master: masterAccountId, ...accounts },
    stacks: Object.keys(accounts).map((profile) => ({
      name: `${profile}/vpc`,
      classPath: "stacker_blueprints.vpc.VPC",
      profile,
    })),
  }),
);
