import { z } from "zod";

const oneOrMore = z.union([
  z
    .string()
    .min(1)
    .transform((value) => [value]),
  z.array(z.string().min(1)).min(1),
]);

/** One statement of an identity policy, in the words of this package; a single action or resource may stand alone. */
export const permissionStatementSchema = z
  .strictObject({
    sid: z
      .string()
      .regex(/^[A-Za-z0-9]+$/, "may hold only letters and digits")
      .optional(),
    effect: z.enum(["Allow", "Deny"]).default("Allow"),
    actions: oneOrMore,
    resources: oneOrMore.default(["*"]),
    conditions: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
  })
  .describe("One statement of a permission policy");

/** One statement of an identity policy. */
export type PermissionStatement = z.output<typeof permissionStatementSchema>;
