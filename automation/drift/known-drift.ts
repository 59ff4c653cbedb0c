import type { StackEngine } from "../engine/stack-engine";
import { connectionInto, type Hub } from "../fleet/hub-credentials";
import type { RecordedRole, TargetOperation } from "../model";
import { findParty, partyTitle } from "../parties/parties";
import { AccountIam } from "../prove/account-iam";
import { findRoleDrift } from "./role-drift";

/** What looking at roles takes. */
export interface RoleLookOptions {
  hub: Hub;
  signal: AbortSignal;
}

/**
 * What is known to be changed by hand before an operation: at the roles its stack records, where they can be read without a process, and
 * of the vendors that show nothing of the account any more.
 *
 * @param lost Parties whose vendor shows nothing of it; those that were not granted yet have nothing to lose.
 * @returns Sentences, and whether the roles were looked at.
 */
export async function findDriftBefore(
  { target }: TargetOperation,
  lost: readonly string[],
  { engine, ...options }: RoleLookOptions & { engine: StackEngine },
): Promise<{ found: string[]; lookedAtRoles: boolean }> {
  const { id } = target.account;
  const [roles, granted] = await Promise.all([engine.rolesOf(id), lost.length > 0 ? engine.grantsOf(id) : []]);
  const vendors = granted
    .filter(({ party, vendorAccountId }) => vendorAccountId !== undefined && lost.includes(party))
    .map(
      ({ party }) =>
        `it is not connected to a ${partyTitle(party)} ${findParty(party)?.vendor?.noun ?? "account"} any more`,
    );
  const found = [...vendors, ...(roles ? await findDriftOfRoles(roles, target, options) : [])];
  return { found, lookedAtRoles: roles !== undefined };
}

/** What was done by hand to these roles of a target. What cannot be looked at counts as untouched: the proof will tell. */
export async function findDriftOfRoles(
  roles: readonly RecordedRole[],
  { settings }: TargetOperation["target"],
  { hub, signal }: RoleLookOptions,
): Promise<string[]> {
  if (roles.length === 0) return [];
  const iam = new AccountIam(connectionInto(hub, settings));
  try {
    return await findRoleDrift(iam, roles, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return [];
  } finally {
    iam.close();
  }
}
