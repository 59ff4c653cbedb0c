import type * as pulumi from "@pulumi/pulumi";
import type { DeadlinePolicies } from "./credentials-permissions";

/** The IAM user of {@link DeadlineSpotCredentialsArgs}. */
export interface DeadlineSpotUserArgs {
  /** Name of the user. @default "DeadlineSpotEventPluginAdmin" */
  userName?: pulumi.Input<string>;
  /** True for an access key; its secret is a secret output and is in the state, encrypted. @default false */
  accessKey?: boolean;
}

/** The role of the EC2 instance that runs the RCS or Pulse, of {@link DeadlineSpotCredentialsArgs}. */
export interface DeadlineSpotInstanceRoleArgs {
  /** Name of the role and of its instance profile; does not begin with `DeadlineSpot`. @default "DeadlineEventPluginAdmin" */
  roleName?: pulumi.Input<string>;
}

/** A role that somebody assumes, of {@link DeadlineSpotCredentialsArgs}. */
export interface DeadlineSpotRoleArgs {
  /** Name of the role. @default "DeadlineEventPluginAdmin" */
  roleName?: pulumi.Input<string>;
  /** ARNs of the roles or users of the RCS or Pulse hosts, of any account, or a service such as `ecs-tasks.amazonaws.com`. */
  principals: pulumi.Input<string>[];
  /** External ids they must present one of; `external_id` of the profile. @default none */
  externalIds?: pulumi.Input<string>[];
  /** Organizations they must belong to, `o-…`. @default not looked at */
  organizationIds?: pulumi.Input<string>[];
}

/** Arguments of a DeadlineSpotCredentials: exactly one of `instanceRole`, `role`, `existingRoleArn` and `user`. */
export interface DeadlineSpotCredentialsArgs {
  /** RCS or Pulse on EC2: a new instance role and instance profile. The first choice where it is possible. */
  instanceRole?: DeadlineSpotInstanceRoleArgs;
  /** RCS in a container, or in another account by way of a named profile with `role_arn`: a role that is assumed. */
  role?: DeadlineSpotRoleArgs;
  /** ARN of the role the host has already; it only gets the policies. */
  existingRoleArn?: string;
  /** RCS or Pulse outside of AWS: an IAM user. */
  user?: DeadlineSpotUserArgs;
  /** Whose policies they get: those AWS keeps, or a copy of our own that is narrowed. @default "managed" */
  policies?: DeadlinePolicies;
  /**
   * ARNs of the roles instances and fleets may be given. With the policies of AWS these come on top of every role that begins with
   * `DeadlineSpot`; with our own there are no others.
   * @default those that begin with DeadlineSpot, and aws-ec2-spot-fleet-tagging-role
   */
  passRoleArns?: pulumi.Input<string>[];
  /**
   * Public addresses or CIDR blocks of the hosts: requests from anywhere else are refused. With the policies of AWS by an inline
   * policy that denies the rest, with our own by a condition on each statement. Requests through a VPC endpoint carry no address
   * and are refused too.
   * @default any address
   */
  sourceIps?: pulumi.Input<string>[];
  /** False where the Resource Tracker is turned off in the plugin's settings. @default true */
  resourceTracker?: boolean;
  /** Name of the managed policy made for them. @default "DeadlineSpotEventPluginPolicy" */
  policyName?: pulumi.Input<string>;
  /** ARN of the managed policy that bounds what they can ever do. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of everything it makes. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
