import { z } from "zod";
import { accountId, countsByState, failureSchema, headOf, leftOutSchema } from "./parts";

/** The JSON of `cross-account drift --json`. */
export const driftReportSchema = z.strictObject({
  ...headOf("drift"),
  accounts: z.array(
    z.strictObject({
      accountId,
      name: z.string(),
      state: z.enum(["in-step", "drifted", "repaired", "failed"]),
      resources: z.array(
        z.strictObject({
          resource: z.string(),
          type: z.string(),
          id: z.string(),
          change: z.enum(["changed", "gone"]),
          description: z.string().describe("What happened to it, in words"),
          properties: z.array(
            z.strictObject({ name: z.string(), recorded: z.string().optional(), live: z.string().optional() }),
          ),
        }),
      ),
      failure: failureSchema.optional(),
    }),
  ),
  leftOut: z.array(leftOutSchema),
  counts: countsByState,
  runId: z.string().optional().describe("The run that repaired"),
});

/** What `cross-account drift --json` prints. */
export type DriftReport = z.output<typeof driftReportSchema>;
