import type { Account, LeftOut } from "../model";
import type { KnownAccounts } from "./account-source";
import { type ChosenTargets, findUnknownNames, isNamed } from "./choose-targets";
import type { FleetSettings } from "./fleet-schema";
import { type EntryFacts, resolveTarget } from "./resolve-settings";

/**
 * Decides which accounts are offboarded: all that have a stack in the fleet, whether they are still chosen or not. Pure.
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
  return chooseWithStack(settings, known, hub, stacks, offboardReasons, only);
}

/**
 * Decides in which accounts roles are to be proven: all that have a stack in the fleet. Pure.
 *
 * @param stacks Ids of the accounts that have a stack.
 * @param only Account ids or names: of these accounts only those.
 */
export function chooseToProve(
  settings: FleetSettings,
  known: KnownAccounts,
  hub: EntryFacts,
  stacks: readonly string[],
  only?: readonly string[],
): ChosenTargets {
  return chooseWithStack(settings, known, hub, stacks, proveReasons, only);
}

/** Why an account is left out, in words that go on after its name. */
interface Reasons {
  noStack: string;
  inactive: string;
}

const offboardReasons: Reasons = {
  noStack: "has no stack in this fleet: there is nothing to take away",
  inactive:
    "cannot be entered, as it is not active: nothing of AWS is left to take away once it is closed, but look at the vendor",
};

const proveReasons: Reasons = {
  noStack: "has no stack in this fleet: there is nothing to prove",
  inactive: "cannot be entered, as it is not active",
};

function chooseWithStack(
  settings: FleetSettings,
  known: KnownAccounts,
  hub: EntryFacts,
  stacks: readonly string[],
  reasons: Reasons,
  only: readonly string[] | undefined,
): ChosenTargets {
  const unknown = stacks.filter((id) => !known.accounts.some((account) => account.id === id)).map(goneAccount);
  const candidates = [...known.accounts, ...unknown].filter(
    (account) => stacks.includes(account.id) || (only !== undefined && isNamed(account, only)),
  );
  const asked = only === undefined ? candidates : candidates.filter((account) => isNamed(account, only));
  const judged = asked.map((account) => ({ account, reason: findReason(account, stacks, reasons) }));
  return {
    targets: judged
      .filter(({ reason }) => reason === undefined)
      .map(({ account }) => resolveTarget(settings, account, hub)),
    leftOut: judged.flatMap(({ account, reason }): LeftOut[] => (reason === undefined ? [] : [{ account, reason }])),
    problems: findUnknownNames(candidates, only ?? []),
  };
}

function findReason(
  { id, state }: Account,
  stacks: readonly string[],
  { noStack, inactive }: Reasons,
): string | undefined {
  if (!stacks.includes(id)) return noStack;
  return state === "ACTIVE" ? undefined : inactive;
}

/** An account that has a stack and is not in the organization any more. */
function goneAccount(id: string): Account {
  return { id, name: id, ouPath: "/", state: "CLOSED", management: false };
}
