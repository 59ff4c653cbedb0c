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
  return [...listSelectors(settings), ...units].flatMap(({ path, selector }) => findUnknown(path, selector, known));
}

function findUnknown(path: string, { ou, accountId, name }: AccountSelector, known: KnownAccounts): InputProblem[] {
  const problems: InputProblem[] = [];
  if (ou !== undefined && !known.ouPaths.includes(ou)) {
    problems.push({ path: `${path}.ou`, message: `${ou} does not exist${suggestion(ou, known.ouPaths)}` });
  }
  if (accountId !== undefined && !known.accounts.some(({ id }) => id === accountId)) {
    problems.push({ path: `${path}.accountId`, message: `${accountId} is not among the accounts of the organization` });
  }
  const isExact = name !== undefined && !/[*?]/.test(name);
  if (isExact && !known.accounts.some((account) => account.name === name)) {
    const names = known.accounts.map((account) => account.name);
    problems.push({ path: `${path}.name`, message: `${name} is not the name of an account${suggestion(name, names)}` });
  }
  return problems;
}
