import { z } from "zod";
import { permissionStatementSchema } from "../trust/permission-statement";
import { stackerRoleName } from "./stacker-names";

const accountId = z.string().regex(/^\d{12}$/, "is not an AWS account id: twelve digits, in quotes");

/** The role CloudFormation acts with in one account. */
const serviceRoleSchema = z.strictObject({
  bucketName: z.string().min(3),
  roleName: z.string().min(1).default("StackerCloudFormation"),
  permissions: z.array(permissionStatementSchema).optional(),
  managedPolicyArns: z.array(z.string()).optional(),
});

/** The grant of one AWS account to stacker, the same for the master account and all others. */
export const stackerGrantSchema = z
  .strictObject({
    masterAccountId: accountId,
    roleName: z.string().min(1).default(stackerRoleName),
    operatorArns: z.array(z.string()).min(1).optional().describe("Who may become stacker; read in the master account"),
    requireMfa: z.boolean().default(true).describe("Ask for a second factor in the master account"),
    maxMfaAgeSeconds: z.int().positive().optional().describe("Read in the master account"),
    externalIds: z.array(z.string()).optional().describe("Read outside of the master account"),
    organizationIds: z.array(z.string()).optional(),
    permissions: z.array(permissionStatementSchema).optional(),
    serviceRole: serviceRoleSchema.optional(),
    permissionsBoundary: z.string().optional(),
  })
  .describe("Access for stacker (CloudFormation) from its master account");

/** A stacker grant after defaults. */
export type StackerGrant = z.output<typeof stackerGrantSchema>;
