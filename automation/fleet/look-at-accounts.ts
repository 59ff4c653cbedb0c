import PQueue from "p-queue";
import type { Target } from "../model";
import { findParty } from "../parties/parties";
import type { Surroundings } from "../plan/preflight";
import { connectedTo } from "../plan/survey-vendors";
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
  lastRuns: ReadonlyMap<string, LastRun>;
  signal?: AbortSignal;
}

/** Looks into every account that should have or may have something of the fleet; those left out are not entered. */
export async function lookAtAccounts(options: LookOptions): Promise<AccountFacts[]> {
  const queue = new PQueue({ concurrency: accountsAtOnce });
  const { known, hub } = options.surroundings;
  const targets = resolveTargets(options.settings, known.accounts, hub);
  return Promise.all(
    [...targets.values()].map((target) => queue.add(() => lookAt(target, options), { throwOnTimeout: true })),
  );
}

async function lookAt(target: Target, options: LookOptions): Promise<AccountFacts> {
  const { settings, surroundings, stacks, lastRuns } = options;
  const { account } = target;
  const leftOut = findReasonToLeaveOut(settings, account);
  const hasStack = stacks.includes(account.id);
  const isToEnter = account.state === "ACTIVE" && (leftOut === undefined || hasStack);
  const connected = connectedTo(surroundings.vendors, target);
  const grants = Object.keys(target.settings.grants).map((party): GrantCoverage => {
    const seen = (connected.get(party) ?? []).map(({ id, name }) => ({ id, name }));
    return { party, role: "not-looked-at", vendorAccounts: seen };
  });
  const lastRun = lastRuns.get(account.id);
  return {
    account,
    ...(leftOut === undefined ? {} : { leftOut }),
    hasStack,
    grants: isToEnter ? await withRoles(grants, target, options) : grants,
    ...(lastRun ? { lastRun } : {}),
  };
}

async function withRoles(
  grants: readonly GrantCoverage[],
  target: Target,
  { surroundings, signal }: LookOptions,
): Promise<GrantCoverage[]> {
  const iam = new AccountIam(connectionInto(surroundings.hub, target.settings));
  const look = async (grant: GrantCoverage): Promise<GrantCoverage> => {
    try {
      const role = await iam.readRole(enteredBy(grant.party, target), signal);
      return { ...grant, role: role ? "present" : "absent", ...(role ? { roleArn: role.arn } : {}) };
    } catch (error) {
      return { ...grant, role: "unknown", problem: reasonOf(error) };
    }
  };
  try {
    return await Promise.all(grants.map(look));
  } finally {
    iam.close();
  }
}

/** Name of the role that a party enters by. */
function enteredBy(party: string, { settings }: Target): string {
  return findParty(party)?.listRoles(settings)[0]?.name ?? "";
}
