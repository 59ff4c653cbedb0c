import type * as pulumi from "@pulumi/pulumi";
import type { PermissionStatementArgs } from "../permission-documents";

/** Arguments of a DeadlineSpotRoles. */
export interface DeadlineSpotRolesArgs {
  /** The AWS account it is in: twelve digits. */
  accountId: string;
  /** Name of the workers' role and instance profile; begins with `DeadlineSpot`. @default "DeadlineSpotWorker" */
  workerRoleName?: string;
  /** What workers may do beside their work for Deadline, such as reading assets. @default nothing */
  workerStatements?: PermissionStatementArgs[];
  /** ARNs of existing managed policies with what workers may do beside it. @default none */
  workerPolicyArns?: pulumi.Input<string>[];
  /**
   * Name of the fleets' role; begins with `DeadlineSpot`, or is that of the console.
   * @default "DeadlineSpotFleet"; "aws-ec2-spot-fleet-tagging-role" where it is not to be made
   */
  fleetRoleName?: string;
  /** False where the fleets' role is there already. @default true */
  createFleetRole?: boolean;
  /** False where the account has the Resource Tracker's role already, or Deadline does without it. @default true */
  createResourceTrackerRole?: boolean;
  /**
   * True for the service-linked roles of EC2 Spot and Spot Fleet. An account has each once, and EC2 makes what is missing when the
   * plugin first asks for a fleet, as its policy allows.
   * @default false
   */
  createServiceLinkedRoles?: boolean;
  /** ARN of the managed policy that bounds what the roles can ever do. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of everything it makes. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
