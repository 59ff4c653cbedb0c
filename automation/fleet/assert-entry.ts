import { OperationError } from "../engine/errors";
import type { Target } from "../model";
import { assertOwnRights } from "./assert-own-rights";
import { connectionInto, type Hub, readIdentity, reasonOf } from "./hub-credentials";

/**
 * Enters a target's account as the run is going to, before anything is changed there.
 *
 * @throws OperationError naming the account, the role and what to do, when the account does not let the hub in or is another one, or
 * is the hub's own and the hub may do nothing there.
 */
export async function assertEntry(target: Target, hub: Hub, signal: AbortSignal): Promise<void> {
  const { account, settings } = target;
  const entryRole = settings.enter.at(-1) ?? hub.arn;
  const identity = await readIdentity(connectionInto(hub, settings), signal).catch((error: unknown) => {
    if (signal.aborted) throw error;
    const message = `The account ${account.id} cannot be entered as ${entryRole}: ${reasonOf(error)}.`;
    const instruction = `Nothing was changed in it. The role has to be there and its trust policy has to name ${hub.arn}, which needs sts:AssumeRole on it; enter.roleName in the fleet file names the role.`;
    throw new OperationError({ kind: "aws", message, instruction }, { cause: error });
  });
  if (identity.accountId === account.id) return assertOwnRights(target, hub, signal);
  const message = `Entering the account ${account.id} as ${entryRole} led into account ${identity.accountId} (${identity.arn}).`;
  const instruction = "Nothing was changed. Correct hub.role or enter.roleName in the fleet file.";
  throw new OperationError({ kind: "aws", message, instruction });
}
