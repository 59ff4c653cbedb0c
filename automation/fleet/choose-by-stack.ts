import type { InputProblem } from "../errors";
import type { Account, LeftOut, Target } from "../model";
import type { KnownAccounts } from "./account-source";
import { findUnknownNames, namedIn } from "./choose-targets";
import type { FleetSettings } from "./fleet-schema";
import { type EntryFacts, resolveTarget, resolveTargets } from "./resolve-settings";

/** From what is chosen. */
export interface StackChoice {
  settings: FleetSettings;
  known: KnownAccounts;
  hub: EntryFacts;
  /** Ids of the accounts that have a stack. */
  stacks: readonly string[];
  /** Account ids or names: of these accounts only those. */
  only?: readonly string[] | undefined;
  /** Accounts that are closed, and why they are left out; nothing when they are not. */
  closed?: ReadonlyMap<string, string | undefined>;
}

/** Why an account is left out, in words that go on after its name. */
export interface ReasonsToLeaveOut {
  noStack: string;
  /** Without it, accounts that are not active are taken too. */
  inactive?: string;
}

/** What came of it. */
export interface ChosenByStack {
  targets: Target[];
  leftOut: LeftOut[];
  /** Targets that were not asked for. */
  staying: Target[];
  /** Names that are nobody's. */
  problems: InputProblem[];
}

/** Chooses accounts by their stack in the fleet, whether the fleet file still chooses them or not. Pure. */
export function chooseByStack(
  { settings, known, hub, stacks, only, closed }: StackChoice,
  reasons: ReasonsToLeaveOut,
): ChosenByStack {
  const withStack = new Set(stacks);
  const there = new Set(known.accounts.map(({ id }) => id));
  const gone = stacks.filter((id) => !there.has(id)).map(goneAccount);
  const isAsked = namedIn(only);
  const candidates = [...known.accounts, ...gone].filter(
    (account) => withStack.has(account.id) || (only !== undefined && isAsked(account)),
  );
  const resolved = resolveTargets(settings, known.accounts, hub);
  const judged = candidates.map((account) => ({
    isAsked: isAsked(account),
    target: resolved.get(account.id) ?? resolveTarget(settings, account, hub),
    reason: findReason(account, withStack, reasons) ?? closed?.get(account.id),
  }));
  const open = judged.filter(({ reason }) => reason === undefined);
  return {
    targets: open.filter(({ isAsked }) => isAsked).map(({ target }) => target),
    leftOut: judged.flatMap(({ isAsked, target: { account }, reason }): LeftOut[] =>
      !isAsked || reason === undefined ? [] : [{ account, reason }],
    ),
    staying: open.filter(({ isAsked }) => !isAsked).map(({ target }) => target),
    problems: findUnknownNames(candidates, only ?? []),
  };
}

function findReason(
  { id, state }: Account,
  withStack: ReadonlySet<string>,
  reasons: ReasonsToLeaveOut,
): string | undefined {
  if (!withStack.has(id)) return reasons.noStack;
  return state === "ACTIVE" ? undefined : reasons.inactive;
}

/** An account that has a stack and is not in the organization any more. */
function goneAccount(id: string): Account {
  return { id, name: id, ouPath: "/", state: "CLOSED", management: false };
}
