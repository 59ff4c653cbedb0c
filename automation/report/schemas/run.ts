import { z } from "zod";
import {
  accountId,
  action,
  changesSchema,
  countsByState,
  failureSchema,
  lastProofSchema,
  leftOutSchema,
  proofSchema,
  time,
  version,
} from "./parts";

const roleFields = {
  roleArn: z.string(),
  externalIds: z.array(z.string()),
  principals: z.array(z.string()),
  requiresMfa: z.boolean().optional(),
};

const grantSchema = z.strictObject({
  party: z.string(),
  ...roleFields,
  externalIdOrigin: z
    .strictObject({
      source: z.string().describe("vendor, or settings when they were given there"),
      madeAt: time.optional(),
      rotation: z.int().optional().describe("How often it was replaced"),
    })
    .optional()
    .describe("Where the external ids come from; the first is the one in use"),
  otherRoles: z.array(z.strictObject(roleFields)).optional().describe("Every other role the grant made"),
  vendorAccountId: z.string().optional(),
  vendorAccountName: z.string().optional(),
  adopted: z.boolean().optional(),
});

/** The JSON of `cross-account up --json`, `rotate --json` and `offboard --json`. */
export const runReportSchema = z.strictObject({
  report: z.literal("run"),
  version,
  runId: z.string(),
  fleet: z.string(),
  action,
  result: z.enum(["running", "done", "failed", "cancelled"]),
  startedAt: time,
  endedAt: time.optional(),
  accounts: z.array(
    z.strictObject({
      accountId,
      name: z.string(),
      state: z.enum(["waiting", "running", "done", "failed", "not-started"]),
      attempts: z.int(),
      startedAt: time.optional(),
      endedAt: time.optional().describe("When the last that is known of it happened; its proof is part of it"),
      durationMs: z.number().optional(),
      changes: changesSchema.optional(),
      healed: z.array(z.string()).optional().describe("What had been changed or deleted by hand"),
      grants: z.array(grantSchema).optional(),
      proofs: z.array(proofSchema).optional(),
      failure: failureSchema.optional(),
      retried: z.array(failureSchema).optional().describe("What failed before, where it was tried again"),
      reason: z.string().optional().describe("Why it was not started"),
    }),
  ),
  leftOut: z.array(leftOutSchema),
  unchanged: z
    .array(lastProofSchema.extend({ accountId, name: z.string() }))
    .describe("Accounts left alone, as they are as they were when they were proven"),
  counts: countsByState,
  waves: z
    .array(
      z.strictObject({
        name: z.string(),
        accountIds: z.array(accountId),
        startedAt: time.optional(),
        waitedFor: z.array(z.string()).optional().describe("What lay between it and the next one, in words"),
      }),
    )
    .optional()
    .describe("In their order; absent where all accounts went together"),
  stopped: z.string().optional().describe("Why nothing more was started, where the run was not to go on"),
  failureGroups: z
    .array(failureSchema.extend({ accountIds: z.array(accountId) }))
    .optional()
    .describe("Accounts that failed for the same reason, those of most accounts first"),
  changes: changesSchema,
  artefacts: z
    .array(
      z.strictObject({
        path: z.string().describe("From the folder of the fleet on, or absolute where it is not in there"),
        state: z.enum(["written", "unchanged", "deleted", "failed"]),
        failure: failureSchema.optional(),
      }),
    )
    .optional()
    .describe("Files written for the parties' tools after the accounts"),
});

/** What `cross-account up`, `rotate` and `offboard` print with `--json`. */
export type RunReport = z.output<typeof runReportSchema>;
