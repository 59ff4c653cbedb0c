import type { ClosedAccounts } from "../offboard/closed-accounts";
import { describeClosed, readGrace } from "../offboard/grace";
import { findParty } from "../parties/parties";
import type { VendorAccount } from "../parties/vendor-side";
import type { AccountCoverage, AccountFacts, Coverage, GrantCoverage } from "./coverage";
import { adviseOn } from "./coverage-advice";
import { describeHalfCreated, findHalfCreated, findOrphans } from "./find-orphans";

/**
 * Puts what was found out about each account, all vendor accounts and all stacks side by side. Pure.
 *
 * @param stacks Ids of the accounts that have a stack in this fleet.
 * @param closing Which of them are closed, and for how long.
 */
export function createCoverage(
  fleet: string,
  facts: readonly AccountFacts[],
  vendorAccounts: readonly VendorAccount[],
  stacks: readonly string[] = [],
  closing: ClosedAccounts = { closed: new Map(), grace: readGrace(undefined) },
): Coverage {
  const judgeOpenOrClosed = (account: AccountFacts): AccountCoverage => {
    const row = judge(withHalfCreated(account, vendorAccounts));
    const known = closing.closed.get(account.account.id);
    if (!known || row.state === "doubled") return row;
    return { ...row, state: "closed", reason: describeClosed(known, closing.grace) };
  };
  const accounts = [...facts.map(judgeOpenOrClosed), ...findOrphans(facts, vendorAccounts, stacks)].map(withAdvice);
  const counts = {
    enrolled: 0,
    drifted: 0,
    incomplete: 0,
    missing: 0,
    "left-out": 0,
    closed: 0,
    orphaned: 0,
    doubled: 0,
  };
  for (const { state } of accounts) counts[state] += 1;
  return { fleet, accounts, counts };
}

function withAdvice(row: AccountCoverage): AccountCoverage {
  const advice = adviseOn(row);
  return advice === undefined ? row : { ...row, advice };
}

function withHalfCreated(facts: AccountFacts, vendorAccounts: readonly VendorAccount[]): AccountFacts {
  const found = findHalfCreated(vendorAccounts, facts.account.id);
  const grants = facts.grants.map((grant): GrantCoverage => {
    const halfCreated = found.filter(({ party }) => party === grant.party).map(({ id, name }) => ({ id, name }));
    return halfCreated.length > 0 ? { ...grant, halfCreated } : grant;
  });
  return { ...facts, grants };
}

function judge({ account, leftOut, hasStack, grants, drift = [], lastRun }: AccountFacts): AccountCoverage {
  const row = { accountId: account.id, name: account.name, ouPath: account.ouPath, hasStack, grants };
  const verdict = judgeState({ leftOut, hasStack, grants, drift });
  return { ...row, ...verdict, ...(lastRun ? { lastRun } : {}) };
}

function judgeState({
  leftOut,
  hasStack,
  grants,
  drift = [],
}: Pick<AccountFacts, "leftOut" | "hasStack" | "grants" | "drift">): Pick<AccountCoverage, "state" | "reason"> {
  const doubled = grants.find(({ vendorAccounts }) => vendorAccounts.length > 1);
  if (doubled) {
    const ids = doubled.vendorAccounts.map(({ id }) => id).join(", ");
    return { state: "doubled", reason: `is connected to several accounts at ${doubled.party}: ${ids}` };
  }
  const halfCreated = grants.flatMap(({ party, halfCreated: list = [] }) => list.map((one) => ({ ...one, party })));
  const half = halfCreated.length > 0 ? [describeHalfCreated(halfCreated)] : [];
  if (
    grants.some(
      ({ vendorAccounts, halfCreated: list = [] }) => list.length > 0 && list.length + vendorAccounts.length > 1,
    )
  ) {
    return { state: "doubled", reason: half.join() };
  }
  const isThere =
    hasStack ||
    half.length > 0 ||
    grants.some(({ role, vendorAccounts }) => role === "present" || vendorAccounts.length > 0);
  if (leftOut !== undefined)
    return { state: isThere ? "orphaned" : "left-out", reason: [leftOut, ...half].join(", and ") };
  if (!isThere && grants.every(({ role }) => role === "absent")) return { state: "missing" };
  const lacking = [
    ...half,
    ...(hasStack ? [] : ["no stack"]),
    ...grants.flatMap(({ party, role, problem, vendorAccounts }) => [
      ...(role === "absent" && drift.length === 0 ? [`no role for ${party}`] : []),
      ...(role === "unknown" ? [`role for ${party} unknown: ${problem}`] : []),
      ...(vendorAccounts.length === 0 && findParty(party)?.vendor ? [`not connected at ${party}`] : []),
    ]),
  ];
  if (drift.length > 0) return { state: "drifted", reason: [...drift, ...lacking].join("; ") };
  return lacking.length === 0 ? { state: "enrolled" } : { state: "incomplete", reason: lacking.join(", ") };
}
