import { accountsTitle, groupAccounts, type NamedAccount } from "./group-accounts";
import type { PlanFile, PlannedAccount } from "./plan-file";
import { listDifferences } from "./value-differences";

const mostTold = 20;

/**
 * What moved between a plan and the same plan made again, a sentence each; nothing where applying the one is applying the other. Pure.
 *
 * An account that was to be checked and needs no work any more is checked all the same; accounts that are left out both times do not matter.
 */
export function findMoves(planned: PlanFile, now: PlanFile): string[] {
  const later = new Map(now.accounts.map((account) => [account.account.id, account]));
  const reasons = new Map(now.leftOut.map(({ accountId, reason }) => [accountId, reason]));
  const changes = planned.accounts.flatMap((before) => changesOf(before, later.get(before.account.id), reasons));
  const moved = [...changes, ...newcomers(planned, now)];
  const groups = groupAccounts(moved, (sentence) => sentence);
  return [
    ...listDifferences(planned.versions, now.versions).map(({ path, change }) => `${path} ${change}`),
    ...listDifferences(planned.settings, now.settings).map(({ path, change }) => `the fleet file: ${path} ${change}`),
    ...shortened(groups.map(({ fact, accounts }) => `${accountsTitle(accounts)}: ${fact}`)),
  ];
}

interface Moved {
  account: NamedAccount;
  fact: string;
}

function newcomers(planned: PlanFile, now: PlanFile): Moved[] {
  const known = new Set(planned.accounts.map(({ account }) => account.id));
  return now.accounts
    .filter(({ account }) => !known.has(account.id))
    .map(({ account, action }) => ({ account, fact: `is not in the plan, and would be in one made now (${action})` }));
}

function changesOf(
  before: PlannedAccount,
  after: PlannedAccount | undefined,
  reasons: ReadonlyMap<string, string>,
): Moved[] {
  const { account } = before;
  if (!after) {
    const why = reasons.get(account.id) ?? "is none of the fleet's accounts any more";
    return [{ account, fact: `is in the plan (${before.action}), and is left out now: ${why}` }];
  }
  const facts = [
    ...describeAction(before, after),
    ...listDifferences(account, after.account).map(({ path, change }) => `${accountWords[path] ?? path} ${change}`),
    ...listDifferences(before.settings, after.settings).map(({ path, change }) => `its setting ${path} ${change}`),
    ...describeVendors(before, after),
    ...(isSame(before.after, after.after) ? [] : ["waits for other accounts now"]),
  ];
  return facts.map((fact) => ({ account, fact }));
}

const accountWords: Record<string, string> = { ouPath: "its unit", name: "its name", state: "its state" };

const actionWords: Record<PlannedAccount["action"], string> = {
  enrol: "to be enrolled, without a stack",
  check: "to be checked, with a stack",
  unchanged: "to be left alone, as it was when it was proven",
  reopen: "to be opened again, after it was closed",
  rotate: "to get other external ids",
  close: "to be closed, with vendor accounts kept",
  offboard: "to be offboarded",
};

function describeAction(before: PlannedAccount, after: PlannedAccount): string[] {
  const isDoneSince = before.action === "check" && after.action === "unchanged";
  if (before.action === after.action || isDoneSince) return [];
  return [`was ${actionWords[before.action]}, and is ${actionWords[after.action]} now`];
}

function describeVendors(before: PlannedAccount, after: PlannedAccount): string[] {
  const text = ({ party, id, name }: PlannedAccount["connected"][number]): string => `${id} (${name}) of ${party}`;
  const [old, live] = [before.connected.map(text), after.connected.map(text)];
  const gone = old.filter((one) => !live.includes(one));
  const come = live.filter((one) => !old.includes(one));
  return [
    ...gone.map((one) => `is not connected to ${one} any more`),
    ...come.map((one) => `is connected to ${one} now`),
  ];
}

function isSame(one: unknown, other: unknown): boolean {
  return listDifferences(one, other).length === 0;
}

function shortened(sentences: readonly string[]): string[] {
  const rest = sentences.length - mostTold;
  return rest > 0 ? [...sentences.slice(0, mostTold), `and ${rest} more like these`] : [...sentences];
}
