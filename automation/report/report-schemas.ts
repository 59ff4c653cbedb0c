import { z } from "zod";

const version = z.literal(1).describe("Raised when a field changes its meaning or goes away");
const accountId = z.string();
const time = z.iso.datetime();

const changesSchema = z
  .strictObject({
    create: z.int(),
    update: z.int(),
    replace: z.int(),
    delete: z.int(),
    same: z.int(),
  })
  .describe("Numbers of resources");

const failureSchema = z.strictObject({
  kind: z.string().describe("Class of the error, stable, for grouping"),
  message: z.string(),
  instruction: z.string().optional(),
});

const leftOutSchema = z.strictObject({ accountId, name: z.string(), reason: z.string() });

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

const proofSchema = z.strictObject({
  party: z.string(),
  roleArn: z.string(),
  proven: z.boolean(),
  results: z.array(
    z.strictObject({
      case: z.string(),
      expected: z.enum(["in", "out"]),
      actual: z.enum(["in", "out"]),
      method: z.enum(["sts", "evaluated", "looked-up", "recorded"]),
      detail: z.string(),
    }),
  ),
});

const lastProofSchema = z.strictObject({ provenAt: time, provenIn: z.string(), roleArns: z.array(z.string()) });

/** The JSON of `cross-account plan --json`. */
export const planReportSchema = z.strictObject({
  report: z.literal("plan"),
  version,
  fleet: z.string(),
  action: z.enum(["up", "rotate", "offboard"]),
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
      notes: z.array(z.string()),
      changes: changesSchema.optional().describe("With --preview"),
      proven: lastProofSchema.optional().describe("The last proof of an account that is left alone"),
      heals: z.array(z.string()).optional().describe("What was changed or deleted by hand and is put right"),
      failure: failureSchema.optional().describe("Why the account could not be previewed"),
    }),
  ),
  leftOut: z.array(leftOutSchema),
  remarks: z.array(z.string()).optional().describe("What is doubtful in the fleet file"),
  refused: z.string().optional().describe("The cap that would refuse a run of this plan"),
});

/** The JSON of `cross-account up --json` and `cross-account offboard --json`. */
export const runReportSchema = z.strictObject({
  report: z.literal("run"),
  version,
  runId: z.string(),
  fleet: z.string(),
  action: z.enum(["up", "rotate", "offboard"]),
  result: z.enum(["running", "done", "failed", "cancelled"]),
  startedAt: time,
  endedAt: time.optional(),
  accounts: z.array(
    z.strictObject({
      accountId,
      name: z.string(),
      state: z.enum(["waiting", "running", "done", "failed", "not-started"]),
      attempts: z.int(),
      durationMs: z.number().optional(),
      changes: changesSchema.optional(),
      healed: z.array(z.string()).optional().describe("What had been changed or deleted by hand"),
      grants: z.array(grantSchema).optional(),
      proofs: z.array(proofSchema).optional(),
      failure: failureSchema.optional(),
      reason: z.string().optional().describe("Why it was not started"),
    }),
  ),
  leftOut: z.array(leftOutSchema),
  unchanged: z
    .array(lastProofSchema.extend({ accountId, name: z.string() }))
    .describe("Accounts left alone, as they are as they were when they were proven"),
  counts: z.record(z.string(), z.int()).describe("Numbers of accounts by state"),
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

/** The JSON of `cross-account status --json`. */
export const coverageReportSchema = z.strictObject({
  report: z.literal("coverage"),
  version,
  fleet: z.string(),
  accounts: z.array(
    z.strictObject({
      accountId,
      name: z.string(),
      ouPath: z.string().optional(),
      state: z.enum(["enrolled", "drifted", "incomplete", "missing", "left-out", "closed", "orphaned", "doubled"]),
      reason: z.string().optional(),
      advice: z.string().optional().describe("What to do about it, where it is not as it should be"),
      hasStack: z.boolean(),
      grants: z.array(
        z.strictObject({
          party: z.string(),
          role: z.enum(["present", "absent", "unknown", "not-looked-at"]),
          roleArn: z.string().optional(),
          problem: z.string().optional(),
          vendorAccounts: z.array(z.strictObject({ id: z.string(), name: z.string() })),
          halfCreated: z
            .array(z.strictObject({ id: z.string(), name: z.string() }))
            .optional()
            .describe("Vendor accounts that were made for the account and never connected"),
          ownVendorAccountId: z.string().optional().describe("The vendor account that the account's stack records"),
          externalIds: z
            .array(
              z.strictObject({
                value: z.string(),
                use: z.enum(["in-use", "previous"]).describe("previous: still accepted while it is being replaced"),
                source: z.string().describe("vendor, or settings when it was given there"),
                madeAt: time.optional(),
                ageDays: z.int().optional(),
                lastProof: z.strictObject({ at: time, proven: z.boolean() }).optional(),
              }),
            )
            .optional()
            .describe("What the role accepts, as the account's stack records it"),
        }),
      ),
      lastRun: z
        .strictObject({
          runId: z.string(),
          at: time,
          action: z.enum(["up", "rotate", "offboard"]),
          result: z.enum(["waiting", "running", "done", "unchanged", "failed", "not-started"]),
        })
        .optional(),
    }),
  ),
  counts: z.record(z.string(), z.int()).describe("Numbers of accounts by state"),
});

/** The JSON of `cross-account prove --json`. */
export const proofReportSchema = z.strictObject({
  report: z.literal("proof"),
  version,
  fleet: z.string(),
  accounts: z.array(
    z.strictObject({
      accountId,
      name: z.string(),
      state: z.enum(["proven", "not-proven", "failed"]),
      proofs: z.array(proofSchema).describe("Every role that was made there, by grants and for managing sides"),
      failure: failureSchema.optional().describe("Why nothing can be said of the account"),
    }),
  ),
  leftOut: z.array(leftOutSchema),
  counts: z.record(z.string(), z.int()).describe("Numbers of accounts by state"),
});

/** The JSON of `cross-account drift --json`. */
export const driftReportSchema = z.strictObject({
  report: z.literal("drift"),
  version,
  fleet: z.string(),
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
  counts: z.record(z.string(), z.int()).describe("Numbers of accounts by state"),
  runId: z.string().optional().describe("The run that repaired"),
});

const fittingEntries = z.array(z.strictObject({ path: z.string(), selects: z.string() }));

/** The JSON of `cross-account explain --json`. */
export const explanationReportSchema = z.strictObject({
  report: z.literal("explanation"),
  version,
  fleet: z.string(),
  accountId,
  name: z.string(),
  ouPath: z.string(),
  state: z.enum(["ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "PENDING_ACTIVATION", "CLOSED"]),
  management: z.boolean(),
  chosen: z.boolean(),
  leftOut: z.string().optional().describe("Why it is no target"),
  includedBy: fittingEntries,
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
  instruction: z.string().optional(),
});

/** Any JSON document the command prints; `report` tells which. */
export const reportSchema = z.discriminatedUnion("report", [
  planReportSchema,
  runReportSchema,
  coverageReportSchema,
  proofReportSchema,
  driftReportSchema,
  explanationReportSchema,
  errorReportSchema,
]);

/** What `cross-account plan --json` prints. */
export type PlanReport = z.output<typeof planReportSchema>;
/** What `cross-account up --json` prints. */
export type RunReport = z.output<typeof runReportSchema>;
/** What `cross-account status --json` prints. */
export type CoverageReport = z.output<typeof coverageReportSchema>;
/** What `cross-account prove --json` prints. */
export type ProofReport = z.output<typeof proofReportSchema>;
/** What `cross-account drift --json` prints. */
export type DriftReport = z.output<typeof driftReportSchema>;
/** What `cross-account explain --json` prints. */
export type ExplanationReport = z.output<typeof explanationReportSchema>;
/** What a verb that could not do its work prints with `--json`. */
export type ErrorReport = z.output<typeof errorReportSchema>;
/** Any of the reports. */
export type Report = z.output<typeof reportSchema>;

/** All reports as JSON Schema (draft 2020-12). */
export function reportJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(reportSchema);
}
