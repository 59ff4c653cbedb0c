import { z } from "zod";
import { version } from "./parts";

/** The JSON of any verb that ended without a report of its own. */
export const errorReportSchema = z.strictObject({
  report: z.literal("error"),
  version,
  kind: z.enum(["input", "refused", "cancelled", "unexpected"]),
  message: z.string(),
  problems: z
    .array(
      z.strictObject({
        path: z.string(),
        message: z.string(),
        line: z.int().optional(),
        column: z.int().optional(),
      }),
    )
    .optional(),
  reasons: z.array(z.string()).optional().describe("What led to a refusal, where it is more than one thing"),
  instruction: z.string().optional(),
});

/** What a verb that could not do its work prints with `--json`. */
export type ErrorReport = z.output<typeof errorReportSchema>;
