import type { InputProblem } from "../errors";
import type { Account, LeftOut, Target } from "../model";
import { sideOf } from "../plan/two-sided-order";
import { count } from "../report/text-report";
import type { KnownAccounts } from "./account-source";
import { type ChosenTargets, findUnknownNames, isNamed } from "./choose-targets";
import type { FleetSettings } from "./fleet-schema";
import { managingAccounts } from "./managing-accounts";
import { type EntryFacts, resolveTarget, resolveTargets } from "./resolve-settings";

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
  const resolved = resolveTargets(settings, known.accounts, hub);
  const targets = judged
    .filter(({ reason }) => reason === undefined)
    .map(({ account }) => resolved.get(account.id) ?? resolveTarget(settings, account, hub));
  const staying = candidates.filter(
    (account) =>
      findReason(account, stacks) === undefined && !targets.some((target) => target.account.id === account.id),
  );
  return {
    targets,
    leftOut: judged.flatMap(({ account, reason }): LeftOut[] => (reason === undefined ? [] : [{ account, reason }])),
    problems: [
      ...findUnknownNames(candidates, only ?? []),
      ...findStillTrusted(
        settings,
        targets,
        staying.map((account) => resolved.get(account.id) ?? resolveTarget(settings, account, hub)),
      ),
    ],
  };
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

function findReason({ id }: Account, stacks: readonly string[]): string | undefined {
  return stacks.includes(id) ? undefined : "has no stack in this fleet: there is nothing to take away";
}

/** An account that has a stack and is not in the organization any more. */
function goneAccount(id: string): Account {
  return { id, name: id, ouPath: "/", state: "CLOSED", management: false };
}
