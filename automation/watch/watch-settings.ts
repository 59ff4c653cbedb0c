import { z } from "zod";
import { tokenSourceSchema } from "../../providers/token-source";
import { parseDuration } from "../fleet/duration";

const span = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0, "is not a span of time, such as 5m, 12h or 7d");

const alertSchema = z
  .strictObject({
    webhook: tokenSourceSchema
      .optional()
      .describe("Where the URL is read from that alerts are posted to as JSON; such URLs are secrets"),
    command: z
      .array(z.string(), { error: "is a list: the program, then each of its arguments" })
      .refine(([program]) => Boolean(program), "names no program: the list begins with it")
      .optional()
      .describe("A program that gets each alert as JSON on its standard input; no shell, 30 seconds"),
  })
  .describe("Who is told of a new failure, and of its end");

/** How a fleet is watched. */
export const watchSchema = z
  .strictObject({
    interval: span.default("5m").describe("Time between two looks, give or take a tenth"),
    driftEvery: span.optional().describe("Compare every account with AWS and the vendors this often. Default: never"),
    repair: z.boolean().default(false).describe("true: put right what has drifted, not only tell of it"),
    offboard: z
      .boolean()
      .default(false)
      .describe(
        "true: offboard accounts with a stack that the file does not choose any more, as far as maxDeletes allows",
      ),
    alert: alertSchema.prefault({}),
  })
  .describe("What `cross-account watch` does");

/** How a fleet is watched, after defaults. */
export type WatchSettings = z.output<typeof watchSchema>;
