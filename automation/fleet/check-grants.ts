import { findPathProblem, findRoleNameProblem } from "../../components/trust/limits";
import type { InputProblem } from "../errors";
import type { Target } from "../model";
import { parties, partyTitle } from "../parties/parties";
import type { PartyName } from "../parties/party";
import { selects } from "./account-selector";
import type { FleetSettings } from "./fleet-schema";
import { entryRoleNames } from "./resolve-settings";

/**
 * Lists what is wrong with the grants of the accounts, before anything is made in any of them: trust that AWS would refuse or that would
 * let in others, names that two grants want, stacks of Spacelift that two accounts want. Each once, with its setting. Pure.
 */
export function findGrantProblems(settings: FleetSettings, targets: readonly Target[]): InputProblem[] {
  const problems = targets.flatMap((target) => [
    ...parties.flatMap((party) =>
      (party.findProblems?.(target.settings, [target.account.name]) ?? []).map(({ path, message }) => ({
        path: pathOf(settings, target, party.name, path),
        message,
      })),
    ),
    ...findNameProblems(settings, target),
  ]);
  const shared = parties.flatMap((party) => findShared(settings, targets, party));
  return [
    ...new Map([...problems, ...shared].map((problem) => [`${problem.path} ${problem.message}`, problem])).values(),
  ];
}

function findNameProblems(settings: FleetSettings, target: Target): InputProblem[] {
  const taken = entryRoleNames(settings, target.account).map((name) => ({
    name: name.split("/").at(-1) ?? "",
    owner: "the role through which the hub enters",
  }));
  return parties.flatMap(({ name: party, title, listRoles }) =>
    listRoles(target.settings).flatMap((role) => {
      const other = taken.find(({ name }) => name === role.name);
      taken.push({ name: role.name, owner: `a role of the grant to ${title}` });
      const clash =
        other && `"${role.name}" is the name of ${other.owner} in the same account, too: choose another one`;
      const messages = [findRoleNameProblem(role.name), findPathProblem(role.path), clash];
      return messages.flatMap((message) =>
        message === undefined ? [] : [{ path: pathOf(settings, target, party, role.field), message }],
      );
    }),
  );
}

/** What only one account can have at the vendor. */
function findShared(
  settings: FleetSettings,
  targets: readonly Target[],
  { name, vendor }: (typeof parties)[number],
): InputProblem[] {
  const owners = new Map<string, string>();
  return targets.flatMap((target) =>
    (vendor?.listExclusive?.(target.settings.grants) ?? []).flatMap(({ field, value }) => {
      const owner = owners.get(value);
      owners.set(value, owner ?? target.account.name);
      if (owner === undefined) return [];
      const message = `"${value}" is of the account ${owner} already, and ${partyTitle(name)} gives it one: name it in overrides, for one account`;
      return [{ path: pathOf(settings, target, name, field), message }];
    }),
  );
}

/** The setting that a field of an account's grant comes from: that of the last override that has it, else the fleet's grant. */
function pathOf({ grants, overrides }: FleetSettings, { account }: Target, party: PartyName, field: string): string {
  const [own = ""] = field.split(/[.[]/);
  const override = overrides.findLastIndex(({ match, set }) => {
    const fields = set[party];
    return selects(match, account) && fields !== undefined && own in fields;
  });
  const index = grants.findIndex((entry) => entry.party === party);
  return override >= 0 ? `overrides[${override}].set.${party}.${field}` : `grants[${index}].${field}`;
}
