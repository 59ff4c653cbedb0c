import { z } from "zod";
import { permissionStatementSchema } from "../trust/permission-statement";
import { spinnakerNames } from "./documented-names";

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
