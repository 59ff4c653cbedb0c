import * as pulumi from "@pulumi/pulumi";
import { describeRoles } from "../described-roles";
import type { RoleOutcome } from "../grant-outcome";
import { ManagedRole } from "../managed-role";
import type { TrustPolicyArgs } from "../role-trust";
import { servicePrincipal } from "./aws-services";
import { checkManagedAccount } from "./check-managed-account";
import { spinnakerNames } from "./documented-names";
import type { SpinnakerManagedAccountArgs } from "./managed-account-args";
import { managedRoleStatements } from "./managed-permissions";
import { createWorkloadRole, executionPolicies } from "./workload-roles";

/**
 * Lets Spinnaker (Armory) deploy to one AWS account: the managed role, and `BaseIAMRole` as role and instance profile.
 *
 * Every account Spinnaker deploys to needs one, its own too. Passing roles on is narrowed to named roles and the services that take them.
 * All paths are `/`: clouddriver's ECS looks roles up by their bare name (github spinnaker/spinnaker issue 5430).
 *
 * Source: docs.armory.io "Configure Spinnaker to Access AWS"; github spinnaker/spinnaker.io `managed.yaml`. Where they and clouddriver's code
 * disagree the code is followed: the instance profile is called as the role is, in every account, and ECS gets `iam:GetRole`.
 *
 * @example
 * ```ts
 * new SpinnakerManagedAccount("spinnaker", {
 *   accountId: "222222222222",
 *   principalArns: ["arn:aws:iam::111111111111:role/SpinnakerAuthRole"],
 * });
 * ```
 */
export class SpinnakerManagedAccount extends pulumi.ComponentResource {
  /** ARN of the role Spinnaker assumes. */
  readonly roleArn: pulumi.Output<string>;
  /** Whom the role's trust policy names. */
  readonly principals: pulumi.Output<string[]>;
  /** External ids the role accepts. */
  readonly externalIds: pulumi.Output<string[]>;
  /** Name of the role and instance profile for deployments that name none: `defaults.iamRole` of Spinnaker. */
  readonly baseRoleName: pulumi.Output<string>;
  /** ARN of the task execution role, when one was asked for. */
  readonly ecsExecutionRoleArn: pulumi.Output<string | undefined>;
  /** ARN of Lambda's execution role, when one was asked for. */
  readonly lambdaExecutionRoleArn: pulumi.Output<string | undefined>;
  /** The roles it made for what Spinnaker deploys. */
  readonly otherRoles: pulumi.Output<RoleOutcome[]>;

  constructor(name: string, args: SpinnakerManagedAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:SpinnakerManagedAccount", name, {}, opts);

    checkManagedAccount(name, args, this);
    const role = createManagedRole(name, args, this);
    const base = createBaseRole(name, args, this);
    const ecs = createExecutionRole(name, "ecs-tasks", args.ecs?.executionRoleName, args, this);
    const lambda = createExecutionRole(name, "lambda", args.lambda?.executionRoleName, args, this);

    this.roleArn = role.roleArn;
    this.principals = role.principals;
    this.externalIds = pulumi.output(args.externalIds ?? []);
    this.baseRoleName = base?.roleName ?? pulumi.output(args.baseRoleName ?? spinnakerNames.baseRole);
    this.ecsExecutionRoleArn = pulumi.output(ecs?.roleArn);
    this.lambdaExecutionRoleArn = pulumi.output(lambda?.roleArn);
    this.otherRoles = describeRoles([base, ecs, lambda]);
    this.registerOutputs({ roleArn: this.roleArn, baseRoleName: this.baseRoleName, externalIds: this.externalIds });
  }
}

type Parent = SpinnakerManagedAccount;

function createManagedRole(name: string, args: SpinnakerManagedAccountArgs, parent: Parent): ManagedRole {
  const { partition = "aws", maxSessionSeconds, permissionsBoundary, tags } = args;
  return new ManagedRole(
    `${name}-managed`,
    {
      roleName: args.roleName ?? spinnakerNames.managedRole,
      trust: managedTrust(args),
      permissions: managedRoleStatements(args),
      managedPolicyArns: args.managedPolicyArns ?? [`arn:${partition}:iam::aws:policy/PowerUserAccess`],
      description: "Spinnaker deploys with it",
      ...{ maxSessionSeconds, permissionsBoundary, tags },
    },
    { parent },
  );
}

function managedTrust(args: SpinnakerManagedAccountArgs): TrustPolicyArgs {
  const { partition = "aws", externalIds, organizationIds } = args;
  const tasks = servicePrincipal("ecs-tasks", partition);
  const statements = [
    { principals: args.principalArns, externalIds, organizationIds },
    ...(args.ecs?.tasksAssumeManagedRole === true ? [{ principals: [tasks] }] : []),
  ];
  return { statements, partition };
}

function createBaseRole(name: string, args: SpinnakerManagedAccountArgs, parent: Parent): ManagedRole | undefined {
  if (args.createBaseRole === false) {
    return undefined;
  }
  const { baseRoleName: roleName = spinnakerNames.baseRole, partition = "aws", permissionsBoundary, tags } = args;
  const description = "Instances that Spinnaker deploys without naming a role";
  const role = { roleName, description, managedPolicyArns: [], permissionsBoundary, tags };
  return createWorkloadRole(`${name}-base`, { ...role, service: "ec2" }, partition, parent);
}

function createExecutionRole(
  name: string,
  service: keyof typeof executionPolicies,
  roleName: string | undefined,
  { partition = "aws", permissionsBoundary, tags }: SpinnakerManagedAccountArgs,
  parent: Parent,
): ManagedRole | undefined {
  if (roleName === undefined) {
    return undefined;
  }
  const description = `Execution role of what Spinnaker deploys (${service})`;
  const role = { roleName, service, description, managedPolicyArns: [executionPolicies[service]] };
  return createWorkloadRole(`${name}-${service}`, { ...role, permissionsBoundary, tags }, partition, parent);
}
