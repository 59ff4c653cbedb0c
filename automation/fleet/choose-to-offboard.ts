import type { InputProblem } from "../errors";
import type { Target } from "../model";
import { sideOf } from "../plan/two-sided-order";
import { count } from "../report/text-report";
import type { KnownAccounts } from "./account-source";
import { chooseByStack } from "./choose-by-stack";
import type { ChosenTargets } from "./choose-targets";
import type { FleetSettings } from "./fleet-schema";
import { managingAccounts } from "./managing-accounts";
import type { EntryFacts } from "./resolve-settings";

const reasons = {
  noStack: "has no stack in this fleet: there is nothing to take away",
};

/**
 * Decides which accounts are offboarded: all that have a stack in the fleet, whether they are still chosen or not; closed ones and
 * those that left the organization too, as they may have something at the vendors. Pure.
 *
 * @param stacks Ids of the accounts that have a stack.
 * @param only Account ids or names: of these accounts only those.
 * @param closed Accounts that are closed, and why the rest is not taken away yet; nothing when it is time.
 */
export function chooseToOffboard(
  settings: FleetSettings,
  known: KnownAccounts,
  hub: EntryFacts,
  stacks: readonly string[],
  only?: readonly string[],
  closed: ReadonlyMap<string, string | undefined> = new Map(),
): ChosenTargets {
  const { staying, problems, ...chosen } = chooseByStack({ settings, known, hub, stacks, only, closed }, reasons);
  // A closed account has no role any more that trusts anybody.
  const trusting = staying.filter(({ account }) => !closed.has(account.id));
  return { ...chosen, problems: [...problems, ...findStillTrusted(settings, chosen.targets, trusting)] };
}

/** An identity that is taken away while roles trust it can never be made again: AWS knows it by more than its name. */
function findStillTrusted(
  settings: FleetSettings,
  leaving: readonly Target[],
  staying: readonly Target[],
): InputProblem[] {
  return [...managingAccounts(settings)].flatMap(([party, managingId]) => {
    const managing = leaving.find(({ account }) => account.id === managingId);
    const trusting = staying.filter(({ settings: { grants } }) => grants[party] !== undefined);
    if (!managing || trusting.length === 0) return [];
    const names = trusting.slice(0, 3).map(({ account }) => account.name);
    const more = trusting.length > names.length ? " and others" : "";
    const message = `${managing.account.name} (${managingId}) cannot go: ${sideOf(party)} is trusted by ${count(trusting.length, "account")} that stay, ${names.join(", ")}${more}. Offboard them in the same run or before`;
    return [{ path: "only", message }];
  });
}
