import { z } from "zod";
import { headOf, time } from "./parts";

const problemFields = {
  accountId: z.string().optional(),
  name: z.string().optional(),
  kind: z.string().describe("Class of the error, stable, for grouping"),
  message: z.string(),
  instruction: z.string().optional(),
  since: time.describe("When it was seen first"),
};

/** What `cross-account watch` posts to a webhook and gives to a command. */
export const alertReportSchema = z.strictObject({
  ...headOf("alert"),
  at: time,
  text: z.string().describe("All of it in a few lines, as chat tools show it"),
  failures: z.array(z.strictObject(problemFields)).describe("New since the last alert"),
  recovered: z.array(z.strictObject(problemFields)).describe("Told of before, and over"),
  open: z.int().describe("How many failures there are now, old and new"),
});

/** What an alert tells. */
export type AlertReport = z.output<typeof alertReportSchema>;
