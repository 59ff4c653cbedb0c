import type * as pulumi from "@pulumi/pulumi";
import type { PermissionStatementArgs } from "../permission-documents";

/** What a SpinnakerManagedAccount needs to deploy to ECS; an empty object is enough. */
export interface SpinnakerEcsArgs {
  /** Name of a task execution role to make. @default none is made */
  executionRoleName?: string;
  /** True to let ECS tasks run with the managed role itself, which Fargate does where a deployment names no execution role. @default false */
  tasksAssumeManagedRole?: boolean;
}

/** What a SpinnakerManagedAccount needs to deploy to Lambda; an empty object is enough. */
export interface SpinnakerLambdaArgs {
  /** Name of an execution role to make, which may write logs. @default none is made */
  executionRoleName?: string;
}

/** What a SpinnakerManagedAccount and the grant to Spinnaker are told in the same words. */
export interface SpinnakerAccessArgs {
  /** Name of the role Spinnaker assumes. @default "spinnakerManaged" */
  roleName?: string;
  /** ARNs of roles of this account that deployments may be given beside those made here; a `*` may end one. @default none */
  passRoleArns?: string[];
  /** True for `iam:PassRole` on everything, as documented: Spinnaker can then get every role of the account. @default false */
  passAnyRole?: boolean;
  /** Name of the role and instance profile of deployments that name none. @default "BaseIAMRole" */
  baseRoleName?: string;
  /** False where role and instance profile of that name are there already. @default true */
  createBaseRole?: boolean;
  /** To deploy to ECS. @default off */
  ecs?: SpinnakerEcsArgs;
  /** To deploy to Lambda. @default off */
  lambda?: SpinnakerLambdaArgs;
  /** AWS partition of the account. @default "aws" */
  partition?: string;
}

/** Arguments of a SpinnakerManagedAccount. */
export interface SpinnakerManagedAccountArgs extends SpinnakerAccessArgs {
  /** The AWS account it is in: twelve digits. */
  accountId: string;
  /** ARN of the managing identity, a role or a user; two while Spinnaker moves from one to another. */
  principalArns: pulumi.Input<string>[];
  /** External ids Spinnaker must present one of; not with ECS, where clouddriver presents none. @default none */
  externalIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Organizations the managing identity must belong to, `o-…`. @default not looked at */
  organizationIds?: pulumi.Input<string>[];
  /** ARNs of existing managed policies: what Spinnaker may do. @default PowerUserAccess */
  managedPolicyArns?: pulumi.Input<string>[];
  /** What else it may do. @default nothing */
  extraStatements?: PermissionStatementArgs[];
  /** ARN of the managed policy that bounds what every role made here can ever do. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Longest session in seconds; at most 3,600 when the managing identity is a role. @default 3600 */
  maxSessionSeconds?: pulumi.Input<number>;
  /** Tags of everything it makes. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
