import type { StackEngine } from "../engine/stack-engine";
import { connectionInto, type Hub } from "../fleet/hub-credentials";
import type { RecordedRole, TargetOperation } from "../model";
import { AccountIam } from "../prove/account-iam";
import { findRoleDrift } from "./role-drift";

/** What looking at roles takes. */
export interface RoleLookOptions {
  hub: Hub;
  signal: AbortSignal;
}

/** What was done by hand to the roles that the stack of a target records; nothing where the record cannot be read without a process. */
export async function findDriftBefore(
  { target }: TargetOperation,
  { engine, ...options }: RoleLookOptions & { engine: StackEngine },
): Promise<string[] | undefined> {
  const roles = await engine.rolesOf(target.account.id);
  return roles && findDriftOfRoles(roles, target, options);
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
