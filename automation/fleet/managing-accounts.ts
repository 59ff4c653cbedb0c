import type { PartyName } from "../parties/party";
import type { FleetSettings } from "./fleet-schema";
import type { GrantEntry } from "./grant-list";

/** The account each party's managing side lives in, for those that have theirs in the fleet. */
export function managingAccounts({ grants }: Pick<FleetSettings, "grants">): Map<PartyName, string> {
  return new Map(
    grants.flatMap((entry): [PartyName, string][] => {
      const accountId = managingAccountOf(entry);
      return accountId === undefined ? [] : [[entry.party, accountId]];
    }),
  );
}

/** The account a grant's managing side lives in, when it is part of the fleet. */
export function managingAccountOf(entry: GrantEntry): string | undefined {
  return "managing" in entry ? entry.managing?.accountId : undefined;
}
