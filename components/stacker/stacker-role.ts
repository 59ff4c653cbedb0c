import * as pulumi from "@pulumi/pulumi";
import { describeRoles } from "../described-roles";
import type { RoleOutcome } from "../grant-outcome";
import { InputCheck } from "../input-check";
import { ManagedRole } from "../managed-role";
import type { PermissionStatementArgs } from "../permission-documents";
import type { TrustStatementArgs } from "../role-trust";
import { findRoleNameProblem } from "../trust/limits";
import { findAccountIdProblem, findBucketNameProblem, stackerRoleName } from "./stacker-names";
import { everything, narrowPermissions } from "./stacker-permissions";

/** Arguments of a {@link StackerRole}. */
export interface StackerRoleArgs {
  /** The AWS account it is in: twelve digits. */
  accountId: string;
  /** The account stacker enters all others from; the same as `accountId` for the role there. */
  masterAccountId: string;
  /** Name of the role. @default "Stacker" */
  roleName?: string;
  /** Name of the role in the master account, which may assume this one. @default the same as roleName */
  masterRoleName?: string;
  /**
   * In the master account: ARNs of the roles and users that may become stacker; they must exist.
   * @default the whole master account, whose own policies then decide
   */
  operatorArns?: pulumi.Input<string>[];
  /**
   * In the master account: true to ask for a second factor. AWS does not carry it from one role to the next, so asking for it in the
   * other accounts, as the original example does, would keep stacker out of them; it is refused there.
   * @default true in the master account
   */
  requireMfa?: boolean;
  /** In the master account: seconds since the second factor was proven must be fewer than this. @default not looked at */
  maxMfaAgeSeconds?: number;
  /** External ids the master role must present one of; `external_id` of the profile. Not in the master account. @default none */
  externalIds?: pulumi.Input<string>[];
  /** Organizations the caller must belong to, `o-…`. @default not looked at */
  organizationIds?: pulumi.Input<string>[];
  /** Statements in place of the permission for everything. @default everything; with a service role what stacker itself needs */
  permissions?: PermissionStatementArgs[];
  /** A role of this account that CloudFormation acts with, so that stacker itself may do little. @default none */
  serviceRole?: StackerServiceRoleArgs;
  /** ARN of the managed policy that bounds what the roles can ever do. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of everything it makes. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The role CloudFormation acts with, `service_role` in stacker.yaml; see {@link StackerRoleArgs}. */
export interface StackerServiceRoleArgs {
  /** The bucket with the templates, which stacker itself must reach. */
  bucketName: string;
  /** Name of the role. @default "StackerCloudFormation" */
  roleName?: string;
  /** What the stacks may do. @default nothing */
  permissions?: PermissionStatementArgs[];
  /** ARNs of managed policies with what the stacks may do. @default none */
  managedPolicyArns?: pulumi.Input<string>[];
}

/**
 * The role stacker works with in one account, the master account among them: stacker enters the master role first and from it the
 * role of each other account.
 *
 * Make the one of the master account first: AWS refuses a trust in a role that does not exist. The example's permission for
 * everything is the default, because CloudFormation acts with the caller's rights; `serviceRole` takes it off stacker.
 * Bad inputs throw `pulumi.InputPropertiesError` with all problems at once.
 *
 * Source: github cloudtools/stacker `examples/cross-account`; IAM User Guide "Secure API access with MFA" on what AssumeRole drops.
 *
 * @example
 * ```ts
 * new StackerRole("stacker", { accountId: "222222222222", masterAccountId: "111111111111" });
 * ```
 */
export class StackerRole extends pulumi.ComponentResource {
  /** ARN of the role: `role_arn` of the account's profile. */
  readonly roleArn: pulumi.Output<string>;
  /** ARN of the role CloudFormation acts with, when there is one: `service_role` in stacker.yaml. */
  readonly serviceRoleArn: pulumi.Output<string | undefined>;
  /** External ids the role accepts. */
  readonly externalIds: pulumi.Output<string[]>;
  /** Whom the trust policy names. */
  readonly principals: pulumi.Output<string[]>;
  /** The role CloudFormation acts with, when there is one. */
  readonly otherRoles: pulumi.Output<RoleOutcome[]>;

  constructor(name: string, args: StackerRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:StackerRole", name, {}, opts);

    checkInputs(name, args, this);
    const serviceRole = args.serviceRole && createServiceRole(name, args.serviceRole, args, this);
    const role = createRole(name, args, serviceRole, this);

    this.roleArn = role.roleArn;
    this.serviceRoleArn = pulumi.output(serviceRole?.roleArn);
    this.externalIds = pulumi.all(args.externalIds ?? []);
    this.principals = role.principals;
    this.otherRoles = describeRoles([serviceRole]);
    this.registerOutputs({ roleArn: this.roleArn, serviceRoleArn: this.serviceRoleArn });
  }
}

function isMaster({ accountId, masterAccountId }: StackerRoleArgs): boolean {
  return accountId === masterAccountId;
}

function checkInputs(name: string, args: StackerRoleArgs, component: StackerRole): void {
  const check = new InputCheck("StackerRole", name, component);
  check.value("accountId", args.accountId, findAccountIdProblem);
  check.value("masterAccountId", args.masterAccountId, findAccountIdProblem);
  check.optional("roleName", args.roleName, findRoleNameProblem);
  check.optional("masterRoleName", args.masterRoleName, findRoleNameProblem);
  check.optional("serviceRole.roleName", args.serviceRole?.roleName, findRoleNameProblem);
  check.optional("serviceRole.bucketName", args.serviceRole?.bucketName, findBucketNameProblem);
  const {
    serviceRole,
    permissions = [],
    managedPolicyArns = [],
  } = { ...args.serviceRole, serviceRole: args.serviceRole };
  if (serviceRole !== undefined && permissions.length + managedPolicyArns.length === 0) {
    const message = "allows nothing: name permissions or managedPolicyArns, or every stack fails";
    check.report([{ path: "serviceRole", message }]);
  }
  if (serviceRole !== undefined && (serviceRole.roleName ?? serviceRoleName) === (args.roleName ?? stackerRoleName)) {
    check.report([{ path: "serviceRole.roleName", message: "is the name of stacker's own role: choose another one" }]);
  }
  const misplaced = isMaster(args)
    ? ([
        ["masterRoleName", args.masterRoleName],
        ["externalIds", args.externalIds],
      ] as const)
    : ([
        ["operatorArns", args.operatorArns],
        ["maxMfaAgeSeconds", args.maxMfaAgeSeconds],
      ] as const);
  if (!isMaster(args) && args.requireMfa === true) {
    const message =
      "AWS does not carry a second factor from the master role to this one: ask for it in the master account";
    check.report([{ path: "requireMfa", message }]);
  }
  for (const [path, value] of misplaced) {
    if (value !== undefined) {
      const where = isMaster(args) ? "outside of the master account only" : "in the master account only";
      check.report([{ path, message: `has a meaning ${where}` }]);
    }
  }
  check.assertNone();
}

function trustOf(args: StackerRoleArgs): TrustStatementArgs {
  const { masterAccountId, organizationIds, maxMfaAgeSeconds } = args;
  const masterRole = args.masterRoleName ?? args.roleName ?? stackerRoleName;
  const shared = { organizationIds, requireMfa: args.requireMfa ?? isMaster(args) };
  return isMaster(args)
    ? { ...shared, principals: args.operatorArns ?? [masterAccountId], maxMfaAgeSeconds }
    : {
        ...shared,
        principals: [`arn:aws:iam::${masterAccountId}:role/${masterRole}`],
        externalIds: args.externalIds,
      };
}

function createRole(
  name: string,
  args: StackerRoleArgs,
  serviceRole: ManagedRole | undefined,
  parent: StackerRole,
): ManagedRole {
  const needed =
    serviceRole && args.serviceRole
      ? narrowPermissions(serviceRole.roleArn, args.serviceRole.bucketName, isMaster(args))
      : [everything];
  return new ManagedRole(
    `${name}-role`,
    {
      roleName: args.roleName ?? stackerRoleName,
      description: "stacker manages CloudFormation stacks of this account with it",
      trust: { statements: [withoutAbsent(trustOf(args))] },
      permissions: args.permissions ?? needed,
      permissionsBoundary: args.permissionsBoundary,
      tags: args.tags,
    },
    { parent },
  );
}

const serviceRoleName = "StackerCloudFormation";

function createServiceRole(
  name: string,
  serviceRole: StackerServiceRoleArgs,
  { permissionsBoundary, tags }: StackerRoleArgs,
  parent: StackerRole,
): ManagedRole {
  return new ManagedRole(
    `${name}-service-role`,
    {
      roleName: serviceRole.roleName ?? serviceRoleName,
      description: "CloudFormation makes stacker's stacks with it",
      trust: { statements: [{ principals: ["cloudformation.amazonaws.com"] }] },
      permissions: serviceRole.permissions,
      managedPolicyArns: serviceRole.managedPolicyArns,
      permissionsBoundary,
      tags,
    },
    { parent },
  );
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
