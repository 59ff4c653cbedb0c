import { z } from "zod";
import type { GrantStatementArgs } from "../grant-statement";
import { permissionStatementSchema } from "../trust/permission-statement";
import { stackerRoleName } from "./stacker-names";

/** Access for stacker, as the component StackerRole gives it; the same for the master account and all others. */
export interface StackerGrantArgs {
  /** The account stacker enters all others from. */
  masterAccountId: string;
  /** Name of the role in every account. @default "Stacker" */
  roleName?: string;
  /** ARNs of the roles and users of the master account that may become stacker. @default the whole master account */
  operatorArns?: string[];
  /** True to ask for a second factor in the master account. @default true */
  requireMfa?: boolean;
  /** In the master account: seconds since the second factor was proven must be fewer than this. @default not looked at */
  maxMfaAgeSeconds?: number;
  /** External ids the master role must present one of. @default none */
  externalIds?: string[];
  /** Organizations the caller must belong to, `o-…`. @default not looked at */
  organizationIds?: string[];
  /** Statements in place of the permission for everything. @default everything; with a service role what stacker itself needs */
  permissions?: GrantStatementArgs[];
  /** A role that CloudFormation acts with. @default none */
  serviceRole?: StackerServiceRoleGrantArgs;
  /** ARN of the managed policy that bounds what the roles can ever do. @default none */
  permissionsBoundary?: string;
}

/** The role CloudFormation acts with, as a settings file holds it. */
export interface StackerServiceRoleGrantArgs {
  /** The bucket with the templates. */
  bucketName: string;
  /** Name of the role. @default "StackerCloudFormation" */
  roleName?: string;
  /** What the stacks may do. @default nothing */
  permissions?: GrantStatementArgs[];
  /** ARNs of managed policies with what the stacks may do. @default none */
  managedPolicyArns?: string[];
}

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
