import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { createPolicies, findAttachmentProblem, listAttachments, type WantedPolicies } from "./attached-policies";
import { InputCheck, isPlain } from "./input-check";
import { type PermissionStatementArgs, renderPermissionDocuments } from "./permission-documents";
import { findPlainTrustProblems, type ResolvedTrust, resolveTrust, type TrustPolicyArgs } from "./role-trust";
import {
  findChainedSessionProblem,
  findPathProblem,
  findPolicyArnProblem,
  findPolicyNameProblem,
  findRoleNameProblem,
  findSessionDurationProblem,
} from "./trust/limits";
import { parsePrincipal } from "./trust/principal";
import type { TrustPolicy } from "./trust/trust-policy";

/** Arguments of a {@link ManagedRole}. */
export interface ManagedRoleArgs {
  /** Name of the role in IAM, at most 64 characters. Another name makes another role. */
  roleName: pulumi.Input<string>;
  /** Who may assume it. */
  trust: TrustPolicyArgs;
  /**
   * What it may do; put into managed policies of its own, as few as IAM's 6,144 characters allow.
   * @default nothing
   */
  permissions?: PermissionStatementArgs[];
  /** Name of its managed policy; a second one is `<policyName>-2`. @default "<roleName>Policy" */
  policyName?: pulumi.Input<string>;
  /** ARNs of existing managed policies to attach. @default none */
  managedPolicyArns?: pulumi.Input<string>[];
  /** ARN of the managed policy that bounds what the role can ever do. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** IAM path of the role, its policies and its instance profile. @default "/" */
  path?: pulumi.Input<string>;
  /** Longest session in seconds, 3,600 to 43,200; a caller that is itself a role gets at most 3,600. @default 3600 */
  maxSessionSeconds?: pulumi.Input<number>;
  /** True for an instance profile of the same name, for EC2 instances. @default false */
  instanceProfile?: boolean;
  /** What the role is for, shown in the console. @default "Managed role for access from another account" */
  description?: pulumi.Input<string>;
  /** Tags of everything it makes. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A role in this account that somebody outside assumes, with its permissions.
 *
 * Changed trust and permissions are updated in place. A trust policy that would let in somebody else is refused; bad inputs
 * throw `pulumi.InputPropertiesError` with all problems at once.
 *
 * @example
 * ```ts
 * new ManagedRole("audit", {
 *   roleName: "AuditRole",
 *   trust: { statements: [{ principals: ["arn:aws:iam::111111111111:role/Auditor"], organizationIds: ["o-abcdef1234"] }] },
 *   permissions: [{ actions: ["iam:List*", "iam:Get*"] }],
 * });
 * ```
 */
export class ManagedRole extends pulumi.ComponentResource {
  /** ARN of the role. */
  readonly roleArn: pulumi.Output<string>;
  /** Name of the role. */
  readonly roleName: pulumi.Output<string>;
  /** ARNs of the managed policies made for it. */
  readonly policyArns: pulumi.Output<string[]>;
  /** Name of the instance profile, when there is one. */
  readonly instanceProfileName: pulumi.Output<string | undefined>;
  /** The trust policy document. */
  readonly trustPolicy: pulumi.Output<string>;
  /** Whom the trust policy names, as AWS stores them: ARNs and service names. */
  readonly principals: pulumi.Output<string[]>;

  constructor(name: string, args: ManagedRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:ManagedRole", name, {}, opts);

    const inputs = normalizeInputs(name, args, this);
    const role = createRole(name, inputs, args, this);
    const policies = createPolicies(name, inputs.policies, this);
    createAttachments(name, role, policies, inputs.policies, this);
    const profile = args.instanceProfile === true ? createInstanceProfile(name, role, args, this) : undefined;

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.policyArns = pulumi.all(policies.map(({ arn }) => arn));
    this.instanceProfileName = pulumi.output(profile?.name);
    this.trustPolicy = inputs.trust.apply(({ document }) => document);
    this.principals = inputs.trust.apply(({ principals }) => principals);
    this.registerOutputs({ roleArn: this.roleArn, roleName: this.roleName, policyArns: this.policyArns });
  }
}

interface RoleInputs {
  roleName: pulumi.Input<string>;
  permissionsBoundary: pulumi.Input<string> | undefined;
  path: pulumi.Input<string> | undefined;
  maxSessionDuration: pulumi.Input<number> | undefined;
  policies: WantedPolicies;
  trust: pulumi.Output<ResolvedTrust>;
}

function normalizeInputs(name: string, args: ManagedRoleArgs, component: ManagedRole): RoleInputs {
  const check = new InputCheck("ManagedRole", name, component);
  const trustOptions = { guessable: isPlain(args.roleName) ? [String(args.roleName)] : [] };
  const path = check.optional("path", args.path, findPathProblem);
  const inputs = {
    roleName: check.value("roleName", args.roleName, findRoleNameProblem),
    permissionsBoundary: check.optional("permissionsBoundary", args.permissionsBoundary, findPolicyArnProblem),
    path,
    maxSessionDuration: check.optional(
      "maxSessionSeconds",
      args.maxSessionSeconds,
      (seconds) =>
        findSessionDurationProblem(seconds) ?? (isChained(args.trust) ? findChainedSessionProblem(seconds) : undefined),
    ),
    policies: {
      documents: check.documents("permissions", () => renderPermissionDocuments(args.permissions ?? [], check)),
      managedPolicyArns: check.each("managedPolicyArns", args.managedPolicyArns ?? [], findPolicyArnProblem),
      policyName:
        check.optional("policyName", args.policyName, findPolicyNameProblem) ?? pulumi.concat(args.roleName, "Policy"),
      path,
      description: "Permissions of a managed role",
      tags: args.tags,
    },
  };
  const tooMany = findAttachmentProblem(inputs.policies);
  check.report(tooMany === undefined ? [] : [{ path: "permissions", message: tooMany }]);
  check.report(findPlainTrustProblems(args.trust, trustOptions));
  check.assertNone();
  return { ...inputs, trust: resolveTrust(args.trust, trustOptions, check) };
}

/** True when nobody but roles may assume it, so that every session of it is chained; as far as the trust is known already. */
function isChained(trust: TrustPolicyArgs): boolean {
  if (!isPlain(trust) || findPlainTrustProblems(trust, {}).length > 0) {
    return false;
  }
  return (trust as TrustPolicy).statements
    .flatMap(({ principals }) => principals)
    .every((principal) => ["role", "session"].includes(parsePrincipal(principal).kind));
}

function createRole(name: string, inputs: RoleInputs, args: ManagedRoleArgs, parent: ManagedRole): iam.Role {
  return new iam.Role(
    `${name}-role`,
    {
      name: inputs.roleName,
      path: inputs.path,
      description: args.description ?? "Managed role for access from another account",
      assumeRolePolicy: inputs.trust.apply(({ document }) => document),
      maxSessionDuration: inputs.maxSessionDuration,
      permissionsBoundary: inputs.permissionsBoundary,
      // Else a policy that somebody attached by hand would keep the role, and the access with it, from being taken away.
      forceDetachPolicies: true,
      tags: args.tags,
    },
    { parent },
  );
}

function createAttachments(
  name: string,
  role: iam.Role,
  policies: iam.Policy[],
  { managedPolicyArns }: WantedPolicies,
  parent: ManagedRole,
): void {
  for (const attachment of listAttachments(name, policies, managedPolicyArns)) {
    const args = { role: role.name, policyArn: attachment.policyArn };
    new iam.RolePolicyAttachment(attachment.name, args, { parent });
  }
}

function createInstanceProfile(
  name: string,
  role: iam.Role,
  { path, tags }: ManagedRoleArgs,
  parent: ManagedRole,
): iam.InstanceProfile {
  return new iam.InstanceProfile(
    `${name}-instance-profile`,
    { name: role.name, role: role.name, path, tags },
    { parent },
  );
}
