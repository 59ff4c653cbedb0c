import type { InputProblem } from "../errors";
import type { Account, LeftOut, Target } from "../model";
import { asksForManagement, selects } from "./account-selector";
import type { KnownAccounts } from "./account-source";
import { findUnknownSelections } from "./check-selectors";
import type { FleetSettings } from "./fleet-schema";
import { suggestion } from "./nearest-word";
import { type EntryFacts, resolveTarget } from "./resolve-settings";

/** What came of choosing. */
export interface ChosenTargets {
  /** In the order of the known accounts. */
  targets: Target[];
  leftOut: LeftOut[];
  /** Accounts and organizational units that are named and do not exist. */
  problems: InputProblem[];
}

/**
 * Decides for every known account whether it is a target, and if not, why. Pure.
 *
 * The management account is a target only when an entry names it by id or with `management: true`.
 *
 * @param only Account ids or names: of the chosen accounts only these; the others are then not reported as left out.
 */
export function chooseTargets(
  settings: FleetSettings,
  known: KnownAccounts,
  hub: EntryFacts,
  only?: readonly string[],
): ChosenTargets {
  const judged = known.accounts.map((account) => ({ account, reason: findReasonToLeaveOut(settings, account) }));
  const asked = only === undefined ? judged : judged.filter(({ account }) => isNamed(account, only));
  return {
    targets: asked
      .filter(({ reason }) => reason === undefined)
      .map(({ account }) => resolveTarget(settings, account, hub)),
    leftOut: asked.flatMap(({ account, reason }) => (reason === undefined ? [] : [{ account, reason }])),
    problems: [...findUnknownSelections(settings, known), ...findUnknownNames(known.accounts, only ?? [])],
  };
}

/** Whether an account is among ids or names a person gave. */
export function isNamed(account: Account, only: readonly string[]): boolean {
  return only.includes(account.id) || only.includes(account.name);
}

/** Problems with what a person named with `only`. */
export function findUnknownNames(accounts: readonly Account[], only: readonly string[]): InputProblem[] {
  return only
    .filter((word) => !accounts.some((account) => isNamed(account, [word])))
    .map((word) => ({
      path: "only",
      message: `${word} is no account here, by id or name${suggestion(
        word,
        accounts.map(({ name }) => name),
      )}`,
    }));
}

/** Why an account is no target, in words that go on after its name; nothing when it is one. */
export function findReasonToLeaveOut(settings: FleetSettings, account: Account): string | undefined {
  const { include, exclude } = settings.accounts;
  const entries = include ?? [{ ou: "/" }];
  const fitting = entries.filter((entry) => selects(entry, account));
  if (account.management && settings.accounts.list === undefined) {
    const asked = fitting.some((entry) => asksForManagement(entry, account));
    if (!asked) return "is the management account: include it with { management: true } if you want it";
  }
  if (fitting.length === 0) return "is not in accounts.include";
  const exclusion = exclude.find((entry) => selects(entry, account));
  if (exclusion) return exclusion.reason ? `is excluded: ${exclusion.reason}` : "is excluded in accounts.exclude";
  return stateReasons[account.state];
}

const stateReasons: Record<Account["state"], string | undefined> = {
  ACTIVE: undefined,
  SUSPENDED: "is suspended: nothing can be done in it",
  PENDING_CLOSURE: "is being closed: nothing can be done in it",
  PENDING_ACTIVATION: "is not activated yet",
  CLOSED: "is closed",
};
