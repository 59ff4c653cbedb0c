import { OperationError } from "../engine/errors";
import type { Target } from "../model";
import { listGrantedNames } from "../plan/collisions";
import { AccountIam } from "../prove/account-iam";
import { connectionInto, type Hub, reasonOf } from "./hub-credentials";

/**
 * Looks whether the hub may read, in its own account, a role that is made there. Other accounts have an entry role, which comes with
 * rights; a hub that only reaches accounts would fail in its own after the vendor's side was made.
 *
 * @throws OperationError with the identity and the two ways to go on.
 */
export async function assertOwnRights(target: Target, hub: Hub, signal: AbortSignal): Promise<void> {
  const { account, settings } = target;
  if (account.id !== hub.accountId || settings.enter.length > hub.enter.length) return;
  const role = listGrantedNames({ target }).find(({ kind }) => kind === "role");
  if (role === undefined) return;
  const iam = new AccountIam(connectionInto(hub, settings));
  try {
    await iam.readRole(role.name, signal);
  } catch (error) {
    if (!(error instanceof Error && /^AccessDenied/.test(error.name))) throw error;
    const message = `The hub may not work in its own account ${account.id} as ${hub.arn}: ${reasonOf(error)}.`;
    const instruction =
      "Nothing was changed in it. Give that identity the rights in IAM that the entry role has in other accounts, or name in enter.hubAccountRoleName a role of this account that it may assume.";
    throw new OperationError({ kind: "aws", message, instruction }, { cause: error });
  } finally {
    iam.close();
  }
}
