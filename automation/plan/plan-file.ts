import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../components/trust/canonical-json";
import { InputError } from "../errors";

const kind = "cross-account-plan";
const version = 1;

const plannedAccountSchema = z.strictObject({
  account: z.strictObject({
    id: z.string(),
    name: z.string(),
    ouPath: z.string(),
    state: z.string(),
    management: z.boolean(),
  }),
  action: z.enum(["enrol", "check", "unchanged", "reopen", "rotate", "close", "offboard"]),
  notes: z.array(z.string()),
  after: z.array(z.strictObject({ accountId: z.string(), because: z.string() })),
  lost: z.array(z.string()).describe("Parties whose vendor shows nothing of the account any more"),
  connected: z.array(z.strictObject({ party: z.string(), id: z.string(), name: z.string() })),
  settings: z.unknown().describe("The resolved settings of the account; tokens are named by where they are read from"),
});

/** The file that `cross-account plan --out` writes and `up --plan` applies: everything that decides what is done to which account. */
export const planFileSchema = z
  .strictObject({
    kind: z.literal(kind),
    version: z.literal(version).describe("Raised when a field changes its meaning or goes away"),
    hash: z
      .string()
      .describe("SHA-256 of all that follows but plannedAt: the same for the same plan, another one once it is edited"),
    plannedAt: z.iso.datetime(),
    fleet: z.string(),
    action: z.enum(["up", "rotate", "offboard"]),
    wish: z
      .strictObject({
        only: z.array(z.string()).optional(),
        refresh: z.boolean().optional(),
        grace: z.boolean().optional(),
        olderThan: z.string().optional(),
        party: z.array(z.string()).optional(),
      })
      .describe("What was asked for beside the fleet file"),
    versions: z
      .record(z.string(), z.string())
      .describe("Of this package, its code, the engine and what its plugins come from"),
    settings: z.unknown().describe("The fleet file after defaults, without passwords"),
    accounts: z.array(plannedAccountSchema),
    leftOut: z.array(z.strictObject({ accountId: z.string(), name: z.string(), reason: z.string() })),
  })
  .describe("A plan of a fleet, to be applied as it is (pulumi-cross-account)");

/** A plan that can be kept, looked at and applied later, by another process or on another machine. Holds no secret. */
export type PlanFile = z.output<typeof planFileSchema>;

/** One account of a plan file. */
export type PlannedAccount = z.output<typeof plannedAccountSchema>;

/** The plan file as JSON Schema (draft 2020-12). */
export function planFileJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(planFileSchema);
}

/** Puts version and hash to the content of a plan file. Pure. */
export function sealPlan(content: Omit<PlanFile, "kind" | "version" | "hash">): PlanFile {
  const { plannedAt, ...deciding } = content;
  return { kind, version, hash: hashOf(deciding), plannedAt, ...deciding };
}

/**
 * Checks that a value is a plan file as it was made. Pure.
 *
 * @param subject Names it in errors, such as its file name.
 * @throws InputError when it is something else, of another version, or was edited.
 */
export function checkPlanFile(value: unknown, subject: string): PlanFile {
  const refuse = (path: string, message: string): InputError => new InputError(subject, [{ path, message }]);
  const { kind: found, version: foundVersion } = (value ?? {}) as { kind?: unknown; version?: unknown };
  if (found !== kind) throw refuse("kind", "this is no plan; `cross-account plan --out FILE` writes one");
  if (foundVersion !== version) {
    const message = `is ${JSON.stringify(foundVersion)}, and this release reads plans of version ${version}: plan again`;
    throw refuse("version", message);
  }
  const parsed = planFileSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    throw new InputError(subject, problems);
  }
  const { kind: _kind, version: _version, hash, plannedAt: _plannedAt, ...deciding } = parsed.data;
  if (hashOf(deciding) !== hash) {
    throw refuse(
      "hash",
      "does not fit the rest: the plan was edited since it was made. Change the fleet file and plan again",
    );
  }
  return parsed.data;
}

/** Whether a plan is one that was kept. */
export function isPlanFile(plan: object): plan is PlanFile {
  return "kind" in plan && plan.kind === kind;
}

/** Hashes what JSON keeps of it, as that is what comes back from a file. */
function hashOf(deciding: object): string {
  return createHash("sha256")
    .update(canonicalJson(JSON.parse(JSON.stringify(deciding))))
    .digest("hex");
}
