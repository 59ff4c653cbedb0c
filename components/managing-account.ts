import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { assumeStatements } from "./assume-statements";
import { createPolicies, findAttachmentProblem, listAttachments, type WantedPolicies } from "./attached-policies";
import { InputCheck } from "./input-check";
import { type PermissionStatementArgs, renderPermissionDocuments } from "./permission-documents";
import { findPlainTrustProblems, type ResolvedTrust, resolveTrust, type TrustPolicyArgs } from "./role-trust";
import {
  findPathProblem,
  findPolicyArnProblem,
  findPolicyNameProblem,
  findRoleNameProblem,
  findUserNameProblem,
} from "./trust/limits";
import { findPrincipalProblem, parsePrincipal } from "./trust/principal";

/** Arguments of a {@link ManagingAccount}: exactly one of `user`, `role` and `principalArn`. */
export interface ManagingAccountArgs {
  /** An IAM user to make, for a party that cannot use a role. */
  user?: ManagingUserArgs;
  /** A role to make, for a party that runs in AWS or has a token. */
  role?: ManagingRoleArgs;
  /** ARN of a role or user of this account that exists already; it only gets the permission. */
  principalArn?: string;
  /** ARNs of the managed roles it may assume; no others. None for an identity that works in its own account alone. */
  managedRoleArns: pulumi.Input<string>[];
  /** What it may do beside assuming them. @default nothing */
  permissions?: PermissionStatementArgs[];
  /** ARNs of existing managed policies to attach. @default none */
  managedPolicyArns?: pulumi.Input<string>[];
  /** Name of its managed policy; a second one is `<policyName>-2`. @default "AssumeManagedRoles" */
  policyName?: pulumi.Input<string>;
  /** What it is for, shown in the console. @default that it assumes the managed roles */
  description?: string;
  /** IAM path of what it makes. @default "/" */
  path?: pulumi.Input<string>;
  /** ARN of the managed policy that bounds what the identity can ever do. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of everything it makes. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The user of a {@link ManagingAccount}. */
export interface ManagingUserArgs {
  /** Name of the user in IAM. */
  userName: pulumi.Input<string>;
  /** True for an access key; its secret is a secret output and is in the state, encrypted. @default false */
  accessKey?: boolean;
}

/** The role of a {@link ManagingAccount}. */
export interface ManagingRoleArgs {
  /** Name of the role in IAM. */
  roleName: pulumi.Input<string>;
  /** Who or what may assume it, such as `ec2.amazonaws.com` or an OIDC provider. */
  trust: TrustPolicyArgs;
  /** True for an instance profile of the same name, for EC2 instances. @default false */
  instanceProfile?: boolean;
}

/**
 * The identity a party or the hub uses to enter accounts, and the permission to assume exactly the managed roles.
 *
 * Bad inputs, a wildcard among the roles too, throw `pulumi.InputPropertiesError` with all problems at once.
 *
 * @example
 * ```ts
 * new ManagingAccount("deployer", {
 *   role: { roleName: "Deployer", trust: { statements: [{ principals: ["ec2.amazonaws.com"] }] } },
 *   managedRoleArns: ["arn:aws:iam::222222222222:role/Deployed"],
 * });
 * ```
 */
export class ManagingAccount extends pulumi.ComponentResource {
  /** ARN of the identity: name it in the trust policy of the managed roles. */
  readonly principalArn: pulumi.Output<string>;
  /** ARNs of the managed policies that let it assume the managed roles. */
  readonly policyArns: pulumi.Output<string[]>;
  /** Whom the trust policy of a new role names. */
  readonly principals: pulumi.Output<string[]>;
  /** Id of the access key, when there is one. */
  readonly accessKeyId: pulumi.Output<string | undefined>;
  /** Secret of the access key, when there is one; a secret output. */
  readonly secretAccessKey: pulumi.Output<string | undefined>;
  /** Name of the instance profile, when there is one. */
  readonly instanceProfileName: pulumi.Output<string | undefined>;

  constructor(name: string, args: ManagingAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:ManagingAccount", name, {}, opts);

    const { wanted, trust } = normalizeInputs(name, args, this);
    const user = args.user === undefined ? undefined : createUser(name, args.user, args, this);
    const role =
      args.role === undefined || trust === undefined ? undefined : createRole(name, args.role, trust, args, this);
    const key = user !== undefined && args.user?.accessKey === true ? createKey(name, user, this) : undefined;
    const profile =
      role !== undefined && args.role?.instanceProfile === true ? createProfile(name, role, args, this) : undefined;
    const policies = createPolicies(name, wanted, this);
    createAttachments(name, findHolder(args.principalArn, user, role), policies, wanted, this);

    this.principalArn = pulumi.output(user?.arn ?? role?.arn ?? args.principalArn ?? "");
    this.policyArns = pulumi.all(policies.map(({ arn }) => arn));
    this.principals = trust?.apply(({ principals }) => principals) ?? pulumi.output([]);
    this.accessKeyId = pulumi.output(key?.id);
    this.secretAccessKey = pulumi.secret(key?.secret);
    this.instanceProfileName = pulumi.output(profile?.name);
    this.registerOutputs({ principalArn: this.principalArn, policyArns: this.policyArns });
  }
}

function normalizeInputs(name: string, args: ManagingAccountArgs, component: ManagingAccount) {
  const check = new InputCheck("ManagingAccount", name, component);
  const identities = [args.user, args.role, args.principalArn].filter((identity) => identity !== undefined);
  if (identities.length !== 1) {
    check.report([
      { path: "user, role, principalArn", message: `name exactly one of them; there are ${identities.length}` },
    ]);
  }
  check.optional("user.userName", args.user?.userName, findUserNameProblem);
  check.optional("role.roleName", args.role?.roleName, findRoleNameProblem);
  check.report(args.role === undefined ? [] : findPlainTrustProblems(args.role.trust, {}).map(underRole));
  check.optional("principalArn", args.principalArn, findHolderProblem);
  check.optional("permissionsBoundary", args.permissionsBoundary, findPolicyArnProblem);
  const allowed = [...args.managedRoleArns, ...(args.permissions ?? []), ...(args.managedPolicyArns ?? [])];
  if (allowed.length === 0) {
    check.report([{ path: "managedRoleArns", message: "is empty: name the roles it may assume" }]);
  }
  const resources = check.each("managedRoleArns", args.managedRoleArns, findManagedRoleProblem);
  const permissions = [...(args.permissions ?? []), ...assumeStatements(resources)];
  const wanted: WantedPolicies = {
    documents: check.documents("managedRoleArns", () => renderPermissionDocuments(permissions, check)),
    managedPolicyArns: check.each("managedPolicyArns", args.managedPolicyArns ?? [], findPolicyArnProblem),
    policyName: check.value("policyName", args.policyName ?? "AssumeManagedRoles", findPolicyNameProblem),
    path: check.optional("path", args.path, findPathProblem),
    description: args.description ?? "Lets the managing identity assume the managed roles",
    tags: args.tags,
  };
  const tooMany = findAttachmentProblem(wanted);
  check.report(tooMany === undefined ? [] : [{ path: "managedRoleArns", message: tooMany }]);
  check.assertNone();
  return { wanted, trust: args.role === undefined ? undefined : resolveTrust(args.role.trust, {}, check) };
}

function underRole({ path, message }: { path: string; message: string }) {
  return { path: `role.${path}`, message };
}

function findManagedRoleProblem(arn: string): string | undefined {
  const problem = findPrincipalProblem(arn);
  if (problem !== undefined) {
    return `"${arn}" ${problem}`;
  }
  return parsePrincipal(arn).kind === "role" ? undefined : `"${arn}" is not the ARN of a role`;
}

function findHolderProblem(arn: string): string | undefined {
  const problem = findPrincipalProblem(arn);
  if (problem !== undefined) {
    return `"${arn}" ${problem}`;
  }
  const { kind } = parsePrincipal(arn);
  return kind === "role" || kind === "user" ? undefined : `"${arn}" is not the ARN of a role or a user`;
}

function createUser(
  name: string,
  { userName }: ManagingUserArgs,
  { path, permissionsBoundary, tags }: ManagingAccountArgs,
  parent: ManagingAccount,
): iam.User {
  return new iam.User(`${name}-user`, { name: userName, path, permissionsBoundary, tags }, { parent });
}

function createRole(
  name: string,
  { roleName }: ManagingRoleArgs,
  trust: pulumi.Output<ResolvedTrust>,
  { path, description = "Managing identity that assumes the managed roles", ...rest }: ManagingAccountArgs,
  parent: ManagingAccount,
): iam.Role {
  const assumeRolePolicy = trust.apply(({ document }) => document);
  const { permissionsBoundary, tags } = rest;
  const args = { name: roleName, path, description, assumeRolePolicy, permissionsBoundary, tags };
  return new iam.Role(`${name}-role`, { ...args, forceDetachPolicies: true }, { parent });
}

function createKey(name: string, user: iam.User, parent: ManagingAccount): iam.AccessKey {
  return new iam.AccessKey(`${name}-access-key`, { user: user.name }, { parent });
}

function createProfile(
  name: string,
  role: iam.Role,
  { path, tags }: ManagingAccountArgs,
  parent: ManagingAccount,
): iam.InstanceProfile {
  return new iam.InstanceProfile(
    `${name}-instance-profile`,
    { name: role.name, role: role.name, path, tags },
    { parent },
  );
}

interface Holder {
  user?: pulumi.Input<string>;
  role?: pulumi.Input<string>;
}

/** The user or role that gets the permission. */
function findHolder(principalArn: string | undefined, user: iam.User | undefined, role: iam.Role | undefined): Holder {
  if (principalArn === undefined) {
    return { user: user?.name, role: role?.name };
  }
  const { kind, name } = parsePrincipal(principalArn);
  return kind === "user" ? { user: name } : { role: name };
}

function createAttachments(
  name: string,
  { user, role }: Holder,
  policies: iam.Policy[],
  { managedPolicyArns }: WantedPolicies,
  parent: ManagingAccount,
): void {
  for (const { name: attachment, policyArn } of listAttachments(name, policies, managedPolicyArns)) {
    if (user !== undefined) {
      new iam.UserPolicyAttachment(attachment, { user, policyArn }, { parent });
    } else if (role !== undefined) {
      new iam.RolePolicyAttachment(attachment, { role, policyArn }, { parent });
    }
  }
}
