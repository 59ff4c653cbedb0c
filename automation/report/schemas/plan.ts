import { z } from "zod";
import { accountId, action, changesSchema, failureSchema, headOf, lastProofSchema, leftOutSchema } from "./parts";

/** The JSON of `cross-account plan --json`. */
export const planReportSchema = z.strictObject({
  ...headOf("plan"),
  action,
  accounts: z.array(
    z.strictObject({
      accountId,
      name: z.string(),
      ouPath: z.string(),
      action: z.enum(["enrol", "check", "unchanged", "reopen", "rotate", "close", "offboard"]),
      phase: z.int().describe("From 1 on: a phase begins when the one before has ended"),
      after: z
        .array(z.strictObject({ accountId, because: z.string() }))
        .describe("What has to be done before; without it done, the account is not started"),
      wave: z
        .string()
        .optional()
        .describe("Its wave, where there is more than one; none for an account that is left alone"),
      notes: z.array(z.string()),
      changes: changesSchema.optional().describe("With --preview"),
      proven: lastProofSchema.optional().describe("The last proof of an account that is left alone"),
      heals: z.array(z.string()).optional().describe("What was changed or deleted by hand and is put right"),
      failure: failureSchema.optional().describe("Why the account could not be previewed"),
    }),
  ),
  diff: z
    .array(
      z.strictObject({
        accounts: z.array(z.strictObject({ accountId, name: z.string() })),
        resource: z.string().describe("As the program calls it"),
        type: z.string(),
        change: z.enum(["create", "update", "replace", "delete"]),
        lines: z
          .array(z.string())
          .describe(
            "What of it changes, with what is of one account alone in words; of a creation what is unlike most",
          ),
      }),
    )
    .optional()
    .describe("With --preview: what would change, equal changes once with the accounts they are in"),
  collisions: z
    .array(
      z.strictObject({
        accountId,
        name: z.string(),
        party: z.string(),
        kind: z.enum(["role", "policy", "instance-profile", "user", "bucket"]),
        taken: z.string().describe("The name that is taken"),
      }),
    )
    .optional()
    .describe(
      "What is in accounts to be enrolled already by the names that are to be made there; it would refuse a run",
    ),
  unseen: z
    .array(z.strictObject({ accountId, name: z.string(), reason: z.string() }))
    .optional()
    .describe("Accounts to be enrolled that could not be looked into"),
  waves: z
    .array(
      z.strictObject({
        name: z.string().describe("canary, or wave 1 and so on"),
        accountIds: z.array(accountId),
        soak: z.string().optional().describe("How long the run waits after it, such as 30m"),
        gate: z
          .strictObject({
            hours: z.string().optional(),
            days: z.array(z.string()).optional(),
            command: z.array(z.string()).optional(),
            timeout: z.string().optional(),
            approval: z.literal(true).optional(),
          })
          .optional()
          .describe("What has to be so after it before the next one begins"),
      }),
    )
    .optional()
    .describe("In their order; absent where all accounts go together"),
  leftOut: z.array(leftOutSchema),
  remarks: z.array(z.string()).optional().describe("What is doubtful in the fleet file"),
  refused: z.string().optional().describe("Why a run of this plan would be refused"),
});

/** What `cross-account plan --json` prints. */
export type PlanReport = z.output<typeof planReportSchema>;
