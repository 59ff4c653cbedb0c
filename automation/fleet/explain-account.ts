import { InputError } from "../errors";
import type { Account, Target } from "../model";
import { type AccountSelector, describeSelector, selects } from "./account-selector";
import { findUnknownNames, namedIn } from "./choose-targets";
import type { FleetSettings } from "./fleet-schema";
import { findReasonToLeaveOut } from "./left-out-reasons";
import { type EntryFacts, resolveTargets } from "./resolve-settings";

/** An entry of the fleet file that an account fits, by its path in the file. */
export interface FittingEntry {
  /** For example `accounts.include[0]`. */
  path: string;
  /** What it selects by, such as `ou: /Workloads`; for an exclusion with its reason. */
  selects: string;
}

/** One setting of an account, and where it is from. */
export interface SettingSource {
  /** For example `spot.permissions` or `tags.owner`. */
  setting: string;
  /** As JSON, or the text itself. */
  value: string;
  /** The path in the fleet file that decides, for example `overrides[1].set.spot.permissions`; where nothing is written there, its default does. */
  from: string;
}

/** Why an account is a target or is none, and where each of its settings comes from. */
export interface AccountExplanation {
  fleet: string;
  account: Account;
  /** True when it is a target. */
  chosen: boolean;
  /** Why it is none, in words that go on after its name. */
  leftOut?: string;
  includedBy: FittingEntry[];
  /** Of every list of `accounts.intersect` those it fits; it has to fit one of each. */
  intersectedBy: FittingEntry[];
  excludedBy: FittingEntry[];
  overriddenBy: FittingEntry[];
  /** What it would get; for an account that is left out, too. */
  settings: SettingSource[];
}

/**
 * Finds an account by its id or name and explains it. Pure.
 *
 * @throws InputError when there is no such account.
 */
export function explainOneOf(
  accounts: readonly Account[],
  name: string,
  { settings, subject, hub }: { settings: FleetSettings; subject: string; hub: EntryFacts },
): AccountExplanation {
  const targets = [...resolveTargets(settings, accounts, hub).values()];
  const isMeant = namedIn([name]);
  const target = targets.find(({ account }) => isMeant(account));
  if (!target) throw new InputError(subject, findUnknownNames(accounts, [name]));
  return explainAccount(settings, target);
}

/** Explains one account from the fleet file, as choosing and resolving decide. Pure. */
export function explainAccount(fleet: FleetSettings, { account, settings }: Target): AccountExplanation {
  const leftOut = findReasonToLeaveOut(fleet, account);
  const { include = [], intersect, exclude } = fleet.accounts;
  const matches = fleet.overrides.map(({ match }) => match);
  return {
    fleet: fleet.name,
    account,
    chosen: leftOut === undefined,
    ...(leftOut === undefined ? {} : { leftOut }),
    includedBy: listFitting("accounts.include", include, account),
    intersectedBy: intersect.flatMap((list, index) => listFitting(`accounts.intersect[${index}]`, list, account)),
    excludedBy: listFitting("accounts.exclude", exclude, account),
    overriddenBy: listFitting("overrides", matches, account),
    settings: [...listGrantSources(fleet, { account, settings }), ...listTagSources(fleet, { account, settings })],
  };
}

function listFitting(path: string, entries: readonly AccountSelector[], account: Account): FittingEntry[] {
  return entries.flatMap((entry, index) =>
    selects(entry, account) ? [{ path: `${path}[${index}]`, selects: describeSelector(entry) }] : [],
  );
}

function listGrantSources(fleet: FleetSettings, { account, settings }: Target): SettingSource[] {
  const written = fittingOverrides(fleet, account);
  return fleet.grants.flatMap(({ party }, index) => {
    const resolved: object = settings.grants[party] ?? {};
    return Object.entries(resolved)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => {
        const over = written.findLast(({ set }) => isSet(set[party], field));
        const from = over ? `${over.path}.set.${party}.${field}` : `grants[${index}].${field}`;
        return { setting: `${party}.${field}`, value: textOf(value), from };
      });
  });
}

function listTagSources(fleet: FleetSettings, { account, settings }: Target): SettingSource[] {
  const written = fittingOverrides(fleet, account);
  return Object.entries(settings.tags).map(([name, value]) => {
    const over = written.findLast(({ set }) => set.tags?.[name] !== undefined);
    return { setting: `tags.${name}`, value, from: over ? `${over.path}.set.tags.${name}` : `tags.${name}` };
  });
}

function fittingOverrides(fleet: FleetSettings, account: Account) {
  const numbered = fleet.overrides.map((override, index) => ({ ...override, path: `overrides[${index}]` }));
  return numbered.filter(({ match }) => selects(match, account));
}

function isSet(fields: object | undefined, name: string): boolean {
  return fields !== undefined && Reflect.get(fields, name) !== undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
