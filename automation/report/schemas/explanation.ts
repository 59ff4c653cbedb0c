import { z } from "zod";
import { accountId, headOf } from "./parts";

const fittingEntries = z.array(z.strictObject({ path: z.string(), selects: z.string() }));

/** The JSON of `cross-account explain --json`. */
export const explanationReportSchema = z.strictObject({
  ...headOf("explanation"),
  accountId,
  name: z.string(),
  ouPath: z.string(),
  state: z.enum(["ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "PENDING_ACTIVATION", "CLOSED"]),
  management: z.boolean(),
  tags: z.record(z.string(), z.string()).optional().describe("Its tags, where the fleet file asks for tags of it"),
  chosen: z.boolean(),
  leftOut: z.string().optional().describe("Why it is no target"),
  includedBy: fittingEntries,
  intersectedBy: fittingEntries.describe("It has to fit one entry of each list of accounts.intersect"),
  excludedBy: fittingEntries,
  overriddenBy: fittingEntries,
  settings: z.array(
    z.strictObject({
      setting: z.string(),
      value: z.string(),
      from: z.string().describe("The path in the fleet file that decides, or whose default does"),
    }),
  ),
});

/** What `cross-account explain --json` prints. */
export type ExplanationReport = z.output<typeof explanationReportSchema>;
