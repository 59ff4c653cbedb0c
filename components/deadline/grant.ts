import { z } from "zod";
import type { GrantStatementArgs } from "../grant-statement";
import { permissionStatementSchema } from "../trust/permission-statement";
import { DeadlinePolicies } from "./credentials-permissions";
import { deadlineNames, findFleetNameProblem, findWorkerNameProblem } from "./deadline-names";

/** Access for Deadline's Spot Event Plugin, as the components DeadlineSpotCredentials and DeadlineSpotRoles give it. */
export interface DeadlineGrantArgs {
  /** ARNs of the roles or users of the RCS or Pulse hosts: they assume the plugin's role by way of a named profile. */
  principalArns: string[];
  /** Name of the plugin's role. @default "DeadlineEventPluginAdmin" */
  roleName?: string;
  /** External ids the hosts must present one of. @default none */
  externalIds?: string[];
  /** Organizations the hosts must belong to, `o-…`. @default not looked at */
  organizationIds?: string[];
  /** Whose policies the plugin's role gets; with our own it hands on the roles of this grant alone. @default "managed" */
  policies?: DeadlinePolicies;
  /** Public addresses or CIDR blocks of the hosts. @default any address */
  sourceIps?: string[];
  /** False where the Resource Tracker is turned off in the plugin's settings. @default true */
  resourceTracker?: boolean;
  /** False where the account has the Resource Tracker's role already. @default true, with the Resource Tracker */
  createResourceTrackerRole?: boolean;
  /** Name of the workers' role; begins with `DeadlineSpot`. @default "DeadlineSpotWorker" */
  workerRoleName?: string;
  /** What workers may do beside their work for Deadline. @default nothing */
  workerStatements?: GrantStatementArgs[];
  /** Name of the fleets' role. @default "DeadlineSpotFleet"; "aws-ec2-spot-fleet-tagging-role" where it is not to be made */
  fleetRoleName?: string;
  /** False where the fleets' role is there already. @default true */
  createFleetRole?: boolean;
  /** True for the service-linked roles of EC2 Spot and Spot Fleet. @default false */
  createServiceLinkedRoles?: boolean;
  /** ARN of the managed policy that bounds what the roles can ever do. @default none */
  permissionsBoundary?: string;
}

const nameOf = (find: (name: string) => string | undefined) =>
  z.string().superRefine((name, context) => {
    const message = find(name);
    if (message !== undefined) {
      context.addIssue({ code: "custom", message });
    }
  });

/** The grant of one AWS account to Deadline, as written in a fleet file, in stack configuration or in code. */
export const deadlineGrantSchema = z
  .strictObject({
    principalArns: z.array(z.string().min(1)).min(1).describe("ARNs of the roles or users of the RCS or Pulse hosts"),
    roleName: z.string().min(1).default(deadlineNames.credentialsRole),
    externalIds: z.array(z.string()).min(1).optional(),
    organizationIds: z.array(z.string()).min(1).optional(),
    policies: z.enum([DeadlinePolicies.Managed, DeadlinePolicies.Own]).default(DeadlinePolicies.Managed),
    sourceIps: z.array(z.string()).min(1).optional().describe("Public addresses or CIDR blocks of the hosts"),
    resourceTracker: z.boolean().default(true),
    createResourceTrackerRole: z.boolean().default(true).describe("An account has one"),
    workerRoleName: nameOf(findWorkerNameProblem).default(deadlineNames.worker),
    workerStatements: z.array(permissionStatementSchema).default([]),
    fleetRoleName: nameOf(findFleetNameProblem).optional(),
    createFleetRole: z.boolean().default(true),
    createServiceLinkedRoles: z.boolean().default(false).describe("An account has each once"),
    permissionsBoundary: z.string().optional(),
  })
  .describe(
    "Access for the Spot Event Plugin of Deadline: its role, and those of workers, fleets and Resource Tracker",
  );

/** A Deadline grant after defaults. */
export type DeadlineGrant = z.output<typeof deadlineGrantSchema>;
