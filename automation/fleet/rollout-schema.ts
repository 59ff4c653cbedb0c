import { z } from "zod";
import { sharePattern } from "../plan/amount";
import { parseHours } from "../plan/opening-hours";
import type { WaveRule } from "../plan/wave-rules";
import { defaultConcurrency } from "../run/run-targets";
import { durationPattern } from "./duration";
import { ouPathSchema } from "./ou-schema";

const share = z.string().regex(sharePattern, "is not a share of the accounts, such as 10%");

const someAccounts = z.union([z.int().min(1), share.refine((text) => text !== "0%", "must be at least 1%")]);

const durationSchema = z
  .string()
  .regex(durationPattern, "is not a number of minutes, hours or days, such as 30m, 24h or 7d");

const gateSchema = z
  .strictObject({
    hours: z
      .string()
      .refine((text) => parseHours(text) !== undefined, "is no span of hours in UTC, such as 08:00-16:00")
      .optional()
      .describe("Hours of the day, in UTC, in which the next wave may begin; the run waits for them"),
    days: z
      .array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
      .min(1)
      .optional()
      .describe("Days on which the next wave may begin, in UTC. Default: all"),
    command: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe(
        "A program and its arguments, without a shell: exit code 0 lets the next wave begin, any other ends the run",
      ),
    timeout: durationSchema.optional().describe("How long the program may take. Default: 10m"),
    approval: z
      .literal(true)
      .optional()
      .describe("A person has to say yes: asked on the terminal, or told beforehand with --approve"),
  })
  .refine(({ timeout: _timeout, ...gate }) => Object.values(gate).some((value) => value !== undefined), {
    message: "asks for nothing: name hours, days, a command or approval: true",
  })
  .describe("What has to be so after a wave, and after its soak, before the next one begins; all of it");

const waveFields = {
  ou: ouPathSchema.optional().describe("Only accounts of this unit and below"),
  soak: durationSchema.optional().describe("How long to wait after it before the next wave, such as 30m"),
  gate: gateSchema.optional(),
};

const waveSchema = z.union([someAccounts, z.strictObject({ size: someAccounts.default("100%"), ...waveFields })]);

const canarySchema = z.union([z.int().min(0), share, z.strictObject({ size: someAccounts.default(1), ...waveFields })]);

/** How a run goes through the accounts, as a fleet file says it. */
export const rolloutSchema = z
  .strictObject({
    canary: canarySchema
      .default(0)
      .describe(
        "Accounts that go first; when one of them fails, nothing follows. A number, a share, or size, ou, soak and gate",
      ),
    waves: z
      .array(waveSchema)
      .default([])
      .describe(
        "Sizes of the waves after that, each a number or a share of the accounts that are worked on; the last one takes what is left",
      ),
    concurrency: z
      .union([z.int().min(1).max(100), share.refine((text) => text !== "0%", "must be at least 1%")])
      .default(defaultConcurrency)
      .describe("Accounts worked on at the same time: a number, or a share of the run's, at most 100"),
    tolerance: z
      .union([z.int().min(0), share])
      .optional()
      .describe(
        "Failures a run bears: a number, or a share of each wave. With more nothing is started any more. Default: a wave is gone through whatever fails, and the next one begins only when nothing did",
      ),
    toleranceMode: z
      .enum(["strict", "soft"])
      .default("strict")
      .describe(
        "strict: never more accounts at the same time than failures are left, and one, so that at most one more than the tolerance fails; soft: always as many as concurrency says",
      ),
    retries: z
      .int()
      .min(0)
      .max(10)
      .default(2)
      .describe("How often an account is tried again after an error that may pass, such as a rate limit"),
    maxAge: durationSchema
      .default("24h")
      .describe("How long an account whose settings do not change is left alone after its proof; 0m: never"),
    maxTargets: z.int().min(1).default(500).describe("A run on more accounts is refused"),
    maxDeletes: z
      .int()
      .min(0)
      .default(10)
      .describe("Offboarding more accounts in one run, or taking a grant away from more, is refused"),
    workers: z
      .int()
      .min(1)
      .max(64)
      .optional()
      .describe(
        "Forked processes the accounts are changed in, each on one at a time; previews and drift stay in the command's own. Default: none, all in one process",
      ),
  })
  .describe("How a run goes through the accounts, and where it refuses to");

/** How a run goes through the accounts, after defaults. */
export type RolloutSettings = z.output<typeof rolloutSchema>;

/** The waves a fleet file asks for, the canary first; none where all accounts go together. Pure. */
export function waveRules({ canary, waves }: Pick<RolloutSettings, "canary" | "waves">): WaveRule[] {
  const first = typeof canary === "object" ? canary : { size: canary };
  const hasCanary = first.size !== 0 && first.size !== "0%";
  return [
    ...(hasCanary ? [{ name: "canary", canary: true as const, ...first }] : []),
    ...waves.map((wave, index) => ({
      name: `wave ${index + 1}`,
      ...(typeof wave === "object" ? wave : { size: wave }),
    })),
  ];
}
