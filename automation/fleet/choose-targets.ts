import type { InputProblem } from "../errors";
import type { Account, LeftOut, Target } from "../model";
import type { KnownAccounts } from "./account-source";
import { findUnknownSelections } from "./check-selectors";
import type { FleetSettings } from "./fleet-schema";
import { findReasonToLeaveOut } from "./left-out-reasons";
import { managingAccounts } from "./managing-accounts";
import { suggestion } from "./nearest-word";
import { type EntryFacts, resolveTargets } from "./resolve-settings";

/** What came of choosing. */
export interface ChosenTargets {
  /** In the order of the known accounts. */
  targets: Target[];
  leftOut: LeftOut[];
  /** Accounts and organizational units that are named and do not exist. */
  problems: InputProblem[];
}

/** Which of the fleet's accounts a run is about. */
export interface Choice {
  /** Account ids or names: of the chosen accounts only these; the others are then not reported as left out. */
  only?: readonly string[] | undefined;
  /** Ids of the accounts that have a stack. */
  stacks?: readonly string[];
}

/**
 * Decides for every known account whether it is a target, and if not, why. Pure.
 *
 * The management account is a target only when an entry names it by id or with `management: true`; a managing account always is.
 * When `only` names an account without a stack, the managing accounts it needs come along: their identities have to be there, and
 * have to be allowed to assume its roles.
 */
export function chooseTargets(
  settings: FleetSettings,
  known: KnownAccounts,
  hub: EntryFacts,
  { only, stacks = [] }: Choice = {},
): ChosenTargets {
  const targets = resolveTargets(settings, known.accounts, hub);
  const judged = known.accounts.map((account) => ({ account, reason: findReasonToLeaveOut(settings, account) }));
  const isAsked = namedIn(only);
  const named = judged.filter(({ account }) => isAsked(account));
  const withStack = new Set(stacks);
  const isNew = named.some(({ account, reason }) => reason === undefined && !withStack.has(account.id));
  const managing = isNew ? [...managingAccounts(settings).values()] : [];
  const askedIds = new Set([...named.map(({ account }) => account.id), ...managing]);
  const asked = judged.filter(({ account }) => askedIds.has(account.id));
  return {
    targets: asked.flatMap(({ account, reason }) => (reason === undefined ? (targets.get(account.id) ?? []) : [])),
    leftOut: asked.flatMap(({ account, reason }) => (reason === undefined ? [] : [{ account, reason }])),
    problems: [...findUnknownSelections(settings, known), ...findUnknownNames(known.accounts, only ?? [])],
  };
}

/** Whether an account is among the ids or names a person gave; every account is where none were given. */
export function namedIn(only: readonly string[] | undefined): (account: Account) => boolean {
  if (only === undefined) return () => true;
  const words = new Set(only);
  return ({ id, name }) => words.has(id) || words.has(name);
}

/** Problems with what a person named with `only`. */
export function findUnknownNames(accounts: readonly Account[], only: readonly string[]): InputProblem[] {
  const known = new Set(accounts.flatMap(({ id, name }) => [id, name]));
  return only
    .filter((word) => !known.has(word))
    .map((word) => ({
      path: "only",
      message: `${word} is no account here, by id or name${suggestion(
        word,
        accounts.map(({ name }) => name),
      )}`,
    }));
}
