import PQueue from "p-queue";
import { findRoleDrift } from "../drift/role-drift";
import type { StackEngine } from "../engine/stack-engine";
import type { ProvenAccounts } from "../journal/proven-accounts";
import type { Target } from "../model";
import { findParty } from "../parties/parties";
import type { VendorAccount } from "../parties/vendor-side";
import type { Surroundings } from "../plan/preflight";
import { indexConnections } from "../plan/survey-vendors";
import { AccountIam } from "../prove/account-iam";
import type { AccountFacts, GrantCoverage, LastRun } from "./coverage";
import type { FleetSettings } from "./fleet-schema";
import { connectionInto, reasonOf } from "./hub-credentials";
import { findReasonToLeaveOut } from "./left-out-reasons";
import { resolveTargets } from "./resolve-settings";

const accountsAtOnce = 8;

/** What is to be compared with the world. */
export interface LookOptions {
  settings: FleetSettings;
  surroundings: Surroundings;
  stacks: readonly string[];
  engine: Pick<StackEngine, "rolesOf">;
  /** What was recorded when an account was proven last: the stack itself comes first, where it can be read without a process. */
  proven: Pick<ProvenAccounts, "get">;
  lastRuns: ReadonlyMap<string, LastRun>;
  signal?: AbortSignal;
}

/** Looks into every account that should have or may have something of the fleet; those left out are not entered. */
export async function lookAtAccounts(options: LookOptions): Promise<AccountFacts[]> {
  const queue = new PQueue({ concurrency: accountsAtOnce });
  const { known, hub } = options.surroundings;
  const targets = resolveTargets(options.settings, known.accounts, hub);
  const connectedTo = indexConnections(options.surroundings.vendors);
  const withStack = new Set(options.stacks);
  return Promise.all(
    [...targets.values()].map((target) =>
      queue.add(
        () => lookAt(target, { connected: connectedTo(target), hasStack: withStack.has(target.account.id) }, options),
        { throwOnTimeout: true },
      ),
    ),
  );
}

async function lookAt(
  target: Target,
  { connected, hasStack }: { connected: ReadonlyMap<string, readonly VendorAccount[]>; hasStack: boolean },
  options: LookOptions,
): Promise<AccountFacts> {
  const { settings, lastRuns } = options;
  const { account } = target;
  const leftOut = findReasonToLeaveOut(settings, account);
  const isToEnter = account.state === "ACTIVE" && (leftOut === undefined || hasStack);
  const grants = Object.keys(target.settings.grants).map((party): GrantCoverage => {
    const seen = (connected.get(party) ?? []).map(({ id, name }) => ({ id, name }));
    return { party, role: "not-looked-at", vendorAccounts: seen };
  });
  const lastRun = lastRuns.get(account.id);
  return {
    account,
    ...(leftOut === undefined ? {} : { leftOut }),
    hasStack,
    ...(isToEnter ? await lookInside(grants, target, options) : { grants }),
    ...(lastRun ? { lastRun } : {}),
  };
}

/** Looks at the roles of the grants, and at every role that the account's stack records. */
async function lookInside(
  grants: readonly GrantCoverage[],
  target: Target,
  { surroundings, engine, proven, signal }: LookOptions,
): Promise<Pick<AccountFacts, "grants" | "drift">> {
  const iam = new AccountIam(connectionInto(surroundings.hub, target.settings));
  try {
    const recorded = (await engine.rolesOf(target.account.id)) ?? proven.get(target.account.id)?.roles ?? [];
    return {
      grants: await Promise.all(grants.map((grant) => withRole(grant, target, iam, signal))),
      // Why an account cannot be entered is told with its grants.
      drift: await findRoleDrift(iam, recorded, signal).catch(() => []),
    };
  } finally {
    iam.close();
  }
}

async function withRole(
  grant: GrantCoverage,
  target: Target,
  iam: AccountIam,
  signal: AbortSignal | undefined,
): Promise<GrantCoverage> {
  try {
    const role = await iam.readRole(enteredBy(grant.party, target), signal);
    return { ...grant, role: role ? "present" : "absent", ...(role ? { roleArn: role.arn } : {}) };
  } catch (error) {
    return { ...grant, role: "unknown", problem: reasonOf(error) };
  }
}

/** Name of the role that a party enters by. */
function enteredBy(party: string, { settings }: Target): string {
  return findParty(party)?.listRoles(settings)[0]?.name ?? "";
}
