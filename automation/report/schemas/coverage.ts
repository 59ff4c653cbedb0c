import { z } from "zod";
import { accountId, action, countsByState, headOf, time } from "./parts";

/** The JSON of `cross-account status --json`. */
export const coverageReportSchema = z.strictObject({
  ...headOf("coverage"),
  accounts: z.array(
    z.strictObject({
      accountId,
      name: z.string(),
      ouPath: z.string().optional(),
      state: z.enum(["enrolled", "drifted", "incomplete", "missing", "left-out", "closed", "orphaned", "doubled"]),
      reason: z.string().optional(),
      advice: z.string().optional().describe("What to do about it, where it is not as it should be"),
      hasStack: z.boolean(),
      grants: z.array(
        z.strictObject({
          party: z.string(),
          role: z.enum(["present", "absent", "unknown", "not-looked-at"]),
          roleArn: z.string().optional(),
          problem: z.string().optional(),
          vendorAccounts: z.array(z.strictObject({ id: z.string(), name: z.string() })),
          halfCreated: z
            .array(z.strictObject({ id: z.string(), name: z.string() }))
            .optional()
            .describe("Vendor accounts that were made for the account and never connected"),
          ownVendorAccountId: z.string().optional().describe("The vendor account that the account's stack records"),
          externalIds: z
            .array(
              z.strictObject({
                value: z.string(),
                use: z.enum(["in-use", "previous"]).describe("previous: still accepted while it is being replaced"),
                source: z.string().describe("vendor, or settings when it was given there"),
                madeAt: time.optional(),
                ageDays: z.int().optional(),
                lastProof: z.strictObject({ at: time, proven: z.boolean() }).optional(),
              }),
            )
            .optional()
            .describe("What the role accepts, as the account's stack records it"),
        }),
      ),
      lastRun: z
        .strictObject({
          runId: z.string(),
          at: time,
          action,
          result: z.enum(["waiting", "running", "done", "unchanged", "failed", "not-started"]),
        })
        .optional(),
    }),
  ),
  counts: countsByState,
});

/** What `cross-account status --json` prints. */
export type CoverageReport = z.output<typeof coverageReportSchema>;
