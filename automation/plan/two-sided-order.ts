import type { Target, TargetAction } from "../model";
import { findParty, partyTitle } from "../parties/parties";
import type { PartyName } from "../parties/party";
import type { Prerequisite, Prerequisites } from "./phases";

/**
 * Which targets come before which: AWS takes no trust in an identity that is not there, so managing accounts come first, and when
 * everything is taken away, last. Pure.
 *
 * @param managing The account each party's managing side lives in.
 */
export function orderOf(
  action: TargetAction,
  targets: readonly Target[],
  managing: ReadonlyMap<PartyName, string>,
): Prerequisites {
  const order = new Map<string, Prerequisite[]>();
  const add = (accountId: string, prerequisite: Prerequisite): void => {
    const known = order.get(accountId);
    if (known) known.push(prerequisite);
    else order.set(accountId, [prerequisite]);
  };
  for (const [party, managingId] of managing) {
    if (!targets.some(({ account }) => account.id === managingId)) continue;
    for (const { account, settings } of targets) {
      if (account.id === managingId || settings.grants[party] === undefined) continue;
      if (action === "up") add(account.id, { accountId: managingId, because: `${sideOf(party)} is made there` });
      else add(managingId, { accountId: account.id, because: `it still trusts ${sideOf(party)}` });
    }
  }
  return order;
}

/** What a party has in its managing account, in words. */
export function sideOf(party: PartyName): string {
  return findParty(party)?.managing?.title ?? partyTitle(party);
}
