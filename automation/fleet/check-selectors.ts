import type { InputProblem } from "../errors";
import type { AccountSelector } from "./account-selector";
import type { KnownAccounts } from "./account-source";
import { listSelectors } from "./all-selectors";
import type { FleetSettings } from "./fleet-schema";
import { suggestion } from "./nearest-word";

/** Finds organizational units, accounts and exact names in a fleet file that do not exist: most often a slip of the pen. */
export function findUnknownSelections(settings: FleetSettings, known: KnownAccounts): InputProblem[] {
  const { canary, waves } = settings.rollout;
  const units = [
    { path: "rollout.canary", entry: canary },
    ...waves.map((entry, index) => ({ path: `rollout.waves[${index}]`, entry })),
  ].flatMap(({ path, entry }) => (typeof entry === "object" && entry.ou ? [{ path, selector: { ou: entry.ou } }] : []));
  const ids = new Set(known.accounts.map(({ id }) => id));
  const names = new Set(known.accounts.map(({ name }) => name));
  const there = { ouPaths: new Set(known.ouPaths), ids, names };
  return [...listSelectors(settings), ...units].flatMap(({ path, selector }) => findUnknown(path, selector, there));
}

function findUnknown(
  path: string,
  { ou, accountId, name }: AccountSelector,
  { ouPaths, ids, names }: Record<"ouPaths" | "ids" | "names", ReadonlySet<string>>,
): InputProblem[] {
  const problems: InputProblem[] = [];
  if (ou !== undefined && !ouPaths.has(ou)) {
    problems.push({ path: `${path}.ou`, message: `${ou} does not exist${suggestion(ou, [...ouPaths])}` });
  }
  if (accountId !== undefined && !ids.has(accountId)) {
    problems.push({ path: `${path}.accountId`, message: `${accountId} is not among the accounts of the organization` });
  }
  const isExact = name !== undefined && !/[*?]/.test(name);
  if (isExact && !names.has(name)) {
    const message = `${name} is not the name of an account${suggestion(name, [...names])}`;
    problems.push({ path: `${path}.name`, message });
  }
  return problems;
}
