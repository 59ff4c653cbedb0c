import { canonicalJson } from "../../components/trust/canonical-json";
import type { PlannedChange, PlannedProperty } from "../model";
import { accountsKey, groupAccounts, type NamedAccount } from "../plan/group-accounts";
import { type AccountFacts, type AccountWords, accountWords } from "./account-values";
import { describeProperties } from "./property-lines";

/** One change that is the same in several accounts. */
export interface DiffGroup {
  accounts: NamedAccount[];
  /** As the program calls it, for example `Role access-spot-role-role`. */
  resource: string;
  type: string;
  change: PlannedChange["change"];
  /** What of it changes; of a creation only what is otherwise than in most accounts. */
  lines: string[];
}

/** What would change in one account. */
export interface AccountChanges {
  account: AccountFacts;
  resources: readonly PlannedChange[];
}

/** What would change in all accounts together: equal changes once, with the accounts they are in, those of most accounts first. Pure. */
export function createFleetDiff(accounts: readonly AccountChanges[]): DiffGroup[] {
  const told = accounts.flatMap(({ account, resources }) => {
    const words = accountWords(account);
    return resources.map((resource) => ({
      account: { id: account.id, name: account.name },
      fact: wordedChange(resource, words),
    }));
  });
  const isCreation = ({ fact }: Told): boolean => fact.change === "create";
  const groups = [...groupCreations(told.filter(isCreation)), ...groupChanges(told.filter((one) => !isCreation(one)))];
  return groups.sort((one, other) => other.accounts.length - one.accounts.length);
}

/** A change in words that are the same in every account it is the same in. */
type WordedChange = Omit<DiffGroup, "accounts"> & { properties: PlannedProperty[] };
type Told = { account: NamedAccount; fact: WordedChange };

const sameEverywhere: AccountWords = { text: (text) => text, property: (_type, _path, value) => value };

function wordedChange({ resource, type, change, properties }: PlannedChange, words: AccountWords): WordedChange {
  const worded = { resource: words.text(resource), type, change };
  if (change !== "create") return { ...worded, lines: describeProperties(type, properties, words), properties: [] };
  const set = properties.map(({ name, after }) => ({
    name,
    after: inWords(after, (value) => words.property(type, name, value)),
  }));
  return { ...worded, lines: [], properties: set };
}

/** Creations of one resource: the most common one, and what the others have otherwise. */
function groupCreations(told: readonly Told[]): DiffGroup[] {
  const byResource = groupAccounts(told, keyOf).map(({ fact }) =>
    told.filter((one) => keyOf(one.fact) === keyOf(fact)),
  );
  return byResource.flatMap((creations) => {
    const [common, ...others] = groupAccounts(creations, ({ properties }) => canonicalJson(properties));
    if (!common) return [];
    return [
      groupOf(common.fact, common.accounts, []),
      ...others.map(({ fact, accounts }) => groupOf(fact, accounts, describeVariant(common.fact, fact))),
    ];
  });
}

function describeVariant(common: WordedChange, one: WordedChange): string[] {
  const names = [...new Set([...common.properties, ...one.properties].map(({ name }) => name))].sort();
  const setIn = ({ properties }: WordedChange, name: string) =>
    properties.find((property) => property.name === name)?.after;
  const different = names.map((name) => ({ name, before: setIn(common, name), after: setIn(one, name) }));
  const properties = different.filter(({ before, after }) => canonicalJson([before]) !== canonicalJson([after]));
  return describeProperties(one.type, properties, sameEverywhere).map((line) => `unlike most: ${line}`);
}

/** Changes line by line, and lines of the same resource in the same accounts together again. */
function groupChanges(told: readonly Told[]): DiffGroup[] {
  const lines = told.flatMap(({ account, fact }) =>
    (fact.lines.length > 0 ? fact.lines : [""]).map((line) => ({
      account,
      fact: { ...fact, lines: line === "" ? [] : [line] },
    })),
  );
  const single = groupAccounts(lines, (fact) => `${keyOf(fact)} ${fact.lines.join()}`);
  const together = new Map<string, DiffGroup>();
  for (const { fact, accounts } of single) {
    const key = `${keyOf(fact)} ${accountsKey(accounts)}`;
    const group = together.get(key);
    if (group) group.lines.push(...fact.lines);
    else together.set(key, groupOf(fact, accounts, fact.lines));
  }
  return [...together.values()];
}

function groupOf(
  { resource, type, change }: WordedChange,
  accounts: NamedAccount[],
  lines: readonly string[],
): DiffGroup {
  return { accounts, resource, type, change, lines: [...lines] };
}

function keyOf({ resource, type, change }: WordedChange): string {
  return `${change} ${type} ${resource}`;
}

function inWords(value: unknown, word: (text: string) => string): unknown {
  if (typeof value === "string") return word(value);
  if (Array.isArray(value)) return value.map((item) => inWords(item, word));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inWords(item, word)]));
}
