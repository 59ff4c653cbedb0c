import { z } from "zod";
import { driftReportSchema } from "./drift";
import { accountId, headOf, time } from "./parts";
import { runReportSchema } from "./run";

const holderSchema = z.strictObject({
  verb: z.string(),
  user: z.string(),
  host: z.string(),
  pid: z.int(),
  since: time,
});

/** The JSON of one round of `cross-account watch --json`, one document a line. */
export const watchReportSchema = z.strictObject({
  ...headOf("watch"),
  startedAt: time,
  endedAt: time,
  result: z.enum(["done", "failed", "refused", "cancelled"]),
  runs: z.array(runReportSchema).describe("The runs there was something to do for"),
  drift: driftReportSchema.optional(),
  heldBy: holderSchema.optional().describe("Who worked on the fleet meanwhile"),
  waiting: z
    .array(z.strictObject({ accountId, name: z.string(), retryAt: time }))
    .describe("Accounts that failed before, and when they are tried again"),
  left: z
    .array(z.strictObject({ accountId, name: z.string(), reason: z.string() }))
    .describe("Accounts that have a stack and are not chosen any more"),
  problems: z.array(
    z.strictObject({
      key: z.string(),
      accountId: accountId.optional(),
      name: z.string().optional(),
      kind: z.string(),
      message: z.string(),
      instruction: z.string().optional(),
      since: time,
      attempts: z.int(),
      retryAt: time,
    }),
  ),
  alerts: z.array(
    z.strictObject({
      to: z.enum(["webhook", "command"]),
      failures: z.int(),
      recovered: z.int(),
      problem: z.string().optional(),
    }),
  ),
});

/** What a round of a watch prints with `--json`. */
export type WatchReport = z.output<typeof watchReportSchema>;
