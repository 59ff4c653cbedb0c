import type { Account, LeftOut } from "../model";
import type { KnownAccounts } from "./account-source";
import { type ChosenTargets, findUnknownNames, isNamed } from "./choose-targets";
import type { FleetSettings } from "./fleet-schema";
import { type EntryFacts, resolveTarget } from "./resolve-settings";

/**
 * Decides which accounts are offboarded: all that have a stack in the fleet, whether they are still chosen or not; closed ones and
 * those that left the organization too, as they may have something at the vendors. Pure.
 *
 * @param stacks Ids of the accounts that have a stack.
 * @param only Account ids or names: of these accounts only those.
 */
export function chooseToOffboard(
  settings: FleetSettings,
  known: KnownAccounts,
  hub: EntryFacts,
  stacks: readonly string[],
  only?: readonly string[],
): ChosenTargets {
  const unknown = stacks.filter((id) => !known.accounts.some((account) => account.id === id)).map(goneAccount);
  const candidates = [...known.accounts, ...unknown].filter(
    (account) => stacks.includes(account.id) || (only !== undefined && isNamed(account, only)),
  );
  const asked = only === undefined ? candidates : candidates.filter((account) => isNamed(account, only));
  const judged = asked.map((account) => ({ account, reason: findReason(account, stacks) }));
  return {
    targets: judged
      .filter(({ reason }) => reason === undefined)
      .map(({ account }) => resolveTarget(settings, account, hub)),
    leftOut: judged.flatMap(({ account, reason }): LeftOut[] => (reason === undefined ? [] : [{ account, reason }])),
    problems: findUnknownNames(candidates, only ?? []),
  };
}

function findReason({ id }: Account, stacks: readonly string[]): string | undefined {
  return stacks.includes(id) ? undefined : "has no stack in this fleet: there is nothing to take away";
}

/** An account that has a stack and is not in the organization any more. */
function goneAccount(id: string): Account {
  return { id, name: id, ouPath: "/", state: "CLOSED", management: false };
}
