import * as pulumi from "@pulumi/pulumi";
import { ManagingAccount, type ManagingAccountArgs } from "../managing-account";
import type { TrustPolicyArgs } from "../role-trust";
import { checkCredentials } from "./check-credentials";
import type { DeadlineSpotCredentialsArgs, DeadlineSpotRoleArgs } from "./credentials-args";
import { credentialsStatements, DeadlinePolicies } from "./credentials-permissions";
import { deadlineNames } from "./deadline-names";
import { denyOtherAddresses } from "./source-address";
import { thinkboxPolicies } from "./thinkbox-policies";

/**
 * What Deadline's Spot Event Plugin works with in an account: the identity of the RCS or Pulse, and its permissions.
 *
 * AWS's own policies let it hand any role that begins with `DeadlineSpot` to instances, so no such role may have more rights than a
 * worker; `policies: "own"` with `passRoleArns` narrows that. Deadline does not document work in another account than its hosts': a
 * named profile with `role_arn` that leads to `role` is the way of the AWS SDKs. Commercial partition only, as AWS's policies are.
 *
 * Sources: docs.thinkboxsoftware.com 10.4 "Spot Event Plugin - AWS Permissions" and "- Security Credentials Configuration"; github
 * aws/aws-rfdk `configure-spot-event-plugin.ts`. Where they disagree RFDK is followed: it also allows tagging fleet requests.
 *
 * @example
 * ```ts
 * new DeadlineSpotCredentials("deadline", { instanceRole: {}, sourceIps: ["198.51.100.7"] });
 * ```
 */
export class DeadlineSpotCredentials extends pulumi.ComponentResource {
  /** ARN of the identity. */
  readonly principalArn: pulumi.Output<string>;
  /** Id of the user's access key, when there is one. */
  readonly accessKeyId: pulumi.Output<string | undefined>;
  /** Secret of the user's access key, when there is one; a secret output. */
  readonly secretAccessKey: pulumi.Output<string | undefined>;
  /** Name of the instance profile of a new instance role. */
  readonly instanceProfileName: pulumi.Output<string | undefined>;
  /** Whom a new role's trust policy names. */
  readonly principals: pulumi.Output<string[]>;
  /** External ids a new role accepts. */
  readonly externalIds: pulumi.Output<string[]>;
  /** ARNs of the managed policies made for the identity. */
  readonly policyArns: pulumi.Output<string[]>;

  constructor(name: string, args: DeadlineSpotCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:DeadlineSpotCredentials", name, {}, opts);

    checkCredentials(name, args, this);
    const identity = new ManagingAccount(name, identityOf(args), { parent: this });
    boundAddresses(name, identity, args, this);

    this.principalArn = identity.principalArn;
    this.accessKeyId = identity.accessKeyId;
    this.secretAccessKey = identity.secretAccessKey;
    this.instanceProfileName = identity.instanceProfileName;
    this.principals = identity.principals;
    this.externalIds = pulumi.all(args.role?.externalIds ?? []);
    this.policyArns = identity.policyArns;
    this.registerOutputs({ principalArn: this.principalArn, policyArns: this.policyArns });
  }
}

function identityOf(args: DeadlineSpotCredentialsArgs): ManagingAccountArgs {
  const { instanceRole, role, existingRoleArn, user, permissionsBoundary, tags } = args;
  const roleName = (role ?? instanceRole)?.roleName ?? deadlineNames.credentialsRole;
  return {
    ...(user && { user: { userName: user.userName ?? deadlineNames.credentialsUser, accessKey: user.accessKey } }),
    ...(instanceRole && { role: { roleName, trust: trustOf(["ec2.amazonaws.com"]), instanceProfile: true } }),
    ...(role && { role: { roleName, trust: trustOf(role.principals, role) } }),
    ...(existingRoleArn !== undefined && { principalArn: existingRoleArn }),
    managedRoleArns: [],
    ...policiesOf(args),
    description: "The Spot Event Plugin of Deadline works with it",
    permissionsBoundary,
    tags,
  };
}

function trustOf(principals: pulumi.Input<string>[], bound: Partial<DeadlineSpotRoleArgs> = {}): TrustPolicyArgs {
  const { externalIds, organizationIds } = bound;
  return {
    statements: [{ principals, ...(externalIds && { externalIds }), ...(organizationIds && { organizationIds }) }],
  };
}

function policiesOf(args: DeadlineSpotCredentialsArgs) {
  const { policies = DeadlinePolicies.Managed, passRoleArns, sourceIps, resourceTracker } = args;
  return {
    permissions: credentialsStatements({ policies, passRoleArns, sourceIps }),
    managedPolicyArns: [
      ...(policies === DeadlinePolicies.Managed ? [thinkboxPolicies.spotEventPluginAdmin] : []),
      ...(resourceTracker === false ? [] : [thinkboxPolicies.resourceTrackerAdmin]),
    ],
    policyName: args.policyName ?? deadlineNames.credentialsPolicy,
  };
}

function boundAddresses(
  name: string,
  { principalArn }: ManagingAccount,
  { policies, sourceIps, user }: DeadlineSpotCredentialsArgs,
  parent: pulumi.Resource,
): void {
  if (sourceIps !== undefined && policies !== DeadlinePolicies.Own) {
    // Read from the ARN, so that it waits for the identity.
    const holder = principalArn.apply((arn) => arn.split("/").at(-1) ?? "");
    denyOtherAddresses(name, { kind: user === undefined ? "role" : "user", name: holder }, sourceIps, parent);
  }
}
