import { z } from "zod";
import { backPointersSchema } from "./back-pointers";
import { deadlineGrantSchema } from "./deadline/grant";
import { deadlineManagingSchema } from "./deadline/managing";
import { spaceliftGrantSchema } from "./spacelift/grant";
import { spinnakerGrantSchema } from "./spinnaker/grant";
import { spinnakerManagingSchema } from "./spinnaker/managing";
import { spotGrantSchema } from "./spot/grant";
import { stackerGrantSchema } from "./stacker/grant";
import { stackerManagingSchema } from "./stacker/managing";

/** The twelve digits of an AWS account. */
export const accountIdSchema = z.string().regex(/^\d{12}$/, "is not an AWS account id: twelve digits, in quotes");

/** All grants of one account, at most one a party. */
export const grantSetSchema = z
  .strictObject({
    spinnaker: spinnakerGrantSchema.optional(),
    spot: spotGrantSchema.optional(),
    spacelift: spaceliftGrantSchema.optional(),
    stacker: stackerGrantSchema.optional(),
    deadline: deadlineGrantSchema.optional(),
  })
  .describe("The grants of one account, keyed by party");

/** All grants of one account after defaults. */
export type GrantSet = z.output<typeof grantSetSchema>;

/** The managing sides that live in one account, at most one a party. */
export const managingSetSchema = z
  .strictObject({
    spinnaker: spinnakerManagingSchema.optional(),
    stacker: stackerManagingSchema.optional(),
    deadline: deadlineManagingSchema.optional(),
  })
  .describe("What parties have in this account to reach all others, keyed by party");

/** The managing sides of one account after defaults. */
export type ManagingSet = z.output<typeof managingSetSchema>;

/** Everything needed to grant access in one account: where it is, how to enter it, whom to let in. Plain and serializable. */
export const accountSettingsSchema = z
  .strictObject({
    accountId: accountIdSchema,
    region: z.string().min(1).default("us-east-1"),
    endpoint: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("Another address for the AWS APIs, for an emulator; leave it out for AWS"),
    enter: z
      .array(z.string().regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+$/, "is not the ARN of an IAM role"))
      .default([])
      .describe("Roles assumed one after the other to get into the account; none: the caller is in it already"),
    tags: z.record(z.string(), z.string()).default({}),
    backPointers: backPointersSchema.optional(),
    grants: grantSetSchema,
    managing: managingSetSchema.optional(),
  })
  .describe("The access to give in one AWS account");

/** Settings of one account after defaults. */
export type AccountSettings = z.output<typeof accountSettingsSchema>;
