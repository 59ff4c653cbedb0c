import { z } from "zod";

/** stacker's bucket in its master account, as the component StackerBucket makes it; the role there is the account's own grant. */
export interface StackerManagingArgs {
  /** Name of the bucket, one of its kind among all of AWS. */
  bucketName: string;
  /** Accounts that may read templates, each by its own policies. */
  readerAccountIds: string[];
  /** Organizations the readers must belong to, `o-…`. @default not looked at */
  organizationIds?: string[];
  /** True to let them read everything in the bucket. @default false */
  readAll?: boolean;
  /** False where the bucket is reached without TLS, which only an emulator is. @default true */
  tlsOnly?: boolean;
  /** True to delete the templates with the bucket. @default false */
  forceDestroy?: boolean;
}

/** stacker's managing side in its master account, as written in stack configuration or in code. */
export const stackerManagingSchema = z
  .strictObject({
    bucketName: z.string().min(3),
    readerAccountIds: z.array(z.string().regex(/^\d{12}$/, "is not an AWS account id: twelve digits, in quotes")),
    organizationIds: z.array(z.string()).min(1).optional(),
    readAll: z.boolean().default(false),
    tlsOnly: z.boolean().default(true),
    forceDestroy: z.boolean().default(false),
  })
  .describe("stacker's bucket in its master account");

/** stacker's managing side after defaults. */
export type StackerManaging = z.output<typeof stackerManagingSchema>;
