import { z } from "zod";
import type { GrantStatementArgs } from "../grant-statement";
import { permissionStatementSchema } from "../trust/permission-statement";
import { spinnakerNames } from "./documented-names";
import type { SpinnakerAccessArgs } from "./managed-account-args";

/** Access for Spinnaker (Armory), as the component SpinnakerManagedAccount gives it. */
export interface SpinnakerGrantArgs extends SpinnakerAccessArgs {
  /** ARN of the managing identity, a role or a user; two while Spinnaker moves from one to another. */
  principalArns: string[];
  /** External ids Spinnaker must present one of; not with ECS. @default none */
  externalIds?: string[];
  /** Organizations the managing identity must belong to, `o-…`. @default not looked at */
  organizationIds?: string[];
  /** ARNs of existing managed policies: what Spinnaker may do. @default PowerUserAccess */
  managedPolicyArns?: string[];
  /** Statements to add to them. @default none */
  extraStatements?: GrantStatementArgs[];
  /** ARN of the managed policy that bounds what every role made here can ever do. @default none */
  permissionsBoundary?: string;
  /** Longest session in seconds; at most 3,600 when the managing identity is a role. @default 3600 */
  maxSessionSeconds?: number;
}

const roleName = z.string().min(1);

/** The managed side of Spinnaker in one AWS account, as written in a fleet file, in stack configuration or in code. */
export const spinnakerGrantSchema = z
  .strictObject({
    principalArns: z
      .array(z.string().min(1))
      .min(1)
      .describe("ARN of the managing identity; two while Spinnaker moves from one identity to another"),
    roleName: roleName.default(spinnakerNames.managedRole),
    externalIds: z.array(z.string()).min(1).optional().describe("clouddriver does not send one for ECS"),
    organizationIds: z.array(z.string()).min(1).optional(),
    managedPolicyArns: z.array(z.string()).optional().describe("Instead of PowerUserAccess"),
    extraStatements: z.array(permissionStatementSchema).default([]),
    passRoleArns: z.array(z.string()).default([]).describe("Roles of this account that deployments may be given"),
    passAnyRole: z.boolean().default(false).describe("iam:PassRole on *, as documented"),
    baseRoleName: roleName.default(spinnakerNames.baseRole),
    createBaseRole: z.boolean().default(true),
    ecs: z
      .strictObject({ executionRoleName: roleName.optional(), tasksAssumeManagedRole: z.boolean().default(false) })
      .optional(),
    lambda: z.strictObject({ executionRoleName: roleName.optional() }).optional(),
    permissionsBoundary: z.string().optional(),
    maxSessionSeconds: z.number().int().optional(),
    partition: z.enum(["aws", "aws-cn", "aws-us-gov"]).default("aws"),
  })
  .describe("Access for Spinnaker (Armory): the managed role of one account");

/** A Spinnaker grant after defaults. */
export type SpinnakerGrant = z.output<typeof spinnakerGrantSchema>;
