import type { RecordedRole } from "../model";
import { type AccountIam, type LiveRole, roleNameOf } from "../prove/account-iam";
import { describeTrustChange } from "./trust-change";

/**
 * Compares the roles a stack records with those in the account, one request a role: far cheaper than to refresh the stack.
 *
 * @returns What was changed or deleted by hand, a sentence each.
 */
export async function findRoleDrift(
  iam: Pick<AccountIam, "readRole">,
  roles: readonly Pick<RecordedRole, "arn" | "trust">[],
  signal?: AbortSignal,
): Promise<string[]> {
  const found = await Promise.all(
    roles.map(async (role) => describeRoleDrift(role, await iam.readRole(roleNameOf(role.arn), signal))),
  );
  return found.flatMap((sentence) => sentence ?? []);
}

/** How a role differs from what its stack records, as a sentence; nothing when it does not. */
function describeRoleDrift(
  { arn, trust }: Pick<RecordedRole, "arn" | "trust">,
  live: LiveRole | undefined,
): string | undefined {
  const title = `the role ${roleNameOf(arn)}`;
  if (!live) return `${title} is gone`;
  if (live.arn !== arn) return `${title} is gone; there is another one of its name, ${live.arn}`;
  const change = describeTrustChange(trust, live.trust);
  return change && `${title} ${change}`;
}
