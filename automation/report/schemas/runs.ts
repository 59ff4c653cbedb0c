import { z } from "zod";
import { action, countsByState, headOf, time } from "./parts";

/** The JSON of `cross-account report --list --json`. */
export const runsReportSchema = z.strictObject({
  ...headOf("runs"),
  runs: z
    .array(
      z.strictObject({
        runId: z.string(),
        action,
        result: z.enum(["running", "done", "failed", "cancelled"]),
        startedAt: time,
        endedAt: time.optional(),
        counts: countsByState,
        unchanged: z.int().describe("Number of accounts that were left alone"),
      }),
    )
    .describe("Newest first"),
  unreadable: z.array(z.string()).optional().describe("Ids of runs whose journal cannot be read"),
});

/** What `cross-account report --list --json` prints. */
export type RunsReport = z.output<typeof runsReportSchema>;
