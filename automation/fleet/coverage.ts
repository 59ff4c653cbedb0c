import type { Account, TargetAction } from "../model";
import { findParty } from "../parties/parties";
import type { VendorAccount } from "../parties/vendor-side";

/**
 * Where an account stands: `enrolled` all grants on both sides; `missing` chosen and nothing there; `incomplete` something
 * is; `drifted` a role is not as its stack records it; `left-out` not chosen and nothing there; `orphaned` not chosen or not ours, and something is there; `doubled` several
 * vendor accounts are connected to it.
 */
export type CoverageState = "enrolled" | "drifted" | "incomplete" | "missing" | "left-out" | "orphaned" | "doubled";

/** One party's access to one account as it is now. */
export interface GrantCoverage {
  party: string;
  /** `unknown`: could not be looked at, see `problem`; `not-looked-at`: the account is left out and has no stack. */
  role: "present" | "absent" | "unknown" | "not-looked-at";
  roleArn?: string;
  problem?: string;
  vendorAccounts: { id: string; name: string }[];
}

/** The last run that had to do with an account. */
export interface LastRun {
  runId: string;
  at: string;
  action: TargetAction;
  result: "waiting" | "running" | "done" | "unchanged" | "failed" | "not-started";
}

/** One account as it is now, on all sides. */
export interface AccountCoverage {
  accountId: string;
  name: string;
  /** Absent for an account that is not in the organization. */
  ouPath?: string;
  state: CoverageState;
  /** Why, where it is not plain. */
  reason?: string;
  /** Whether this fleet has a stack for it. */
  hasStack: boolean;
  grants: GrantCoverage[];
  lastRun?: LastRun;
}

/** All accounts of the organization, and all vendor accounts, side by side. */
export interface Coverage {
  fleet: string;
  accounts: AccountCoverage[];
  counts: Record<CoverageState, number>;
}

/** What was found out about one account. */
export interface AccountFacts {
  account: Account;
  /** Why it is no target; nothing when it is one. */
  leftOut?: string;
  hasStack: boolean;
  grants: GrantCoverage[];
  /** What was changed or deleted by hand at roles its stack records, a sentence each. */
  drift?: string[];
  lastRun?: LastRun;
}

/** Puts what was found out about each account, and all vendor accounts, side by side. Pure. */
export function createCoverage(
  fleet: string,
  facts: readonly AccountFacts[],
  vendorAccounts: readonly VendorAccount[],
): Coverage {
  const accounts = [
    ...facts.map(judge),
    ...vendorAccounts.flatMap((vendorAccount) => judgeOrphan(vendorAccount, facts)),
  ];
  const counts = { enrolled: 0, drifted: 0, incomplete: 0, missing: 0, "left-out": 0, orphaned: 0, doubled: 0 };
  for (const { state } of accounts) counts[state] += 1;
  return { fleet, accounts, counts };
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
  const isThere =
    hasStack || grants.some(({ role, vendorAccounts }) => role === "present" || vendorAccounts.length > 0);
  if (leftOut !== undefined) return { state: isThere ? "orphaned" : "left-out", reason: leftOut };
  if (!isThere && grants.every(({ role }) => role === "absent")) return { state: "missing" };
  const lacking = [
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

const halfCreatedName = /^aws-(\d{12})$/;

/** A vendor account connected to an account outside of the organization, or one we made and never connected. */
function judgeOrphan(vendorAccount: VendorAccount, facts: readonly AccountFacts[]): AccountCoverage[] {
  const { party, id, name, awsAccountId } = vendorAccount;
  const accountId = awsAccountId ?? halfCreatedName.exec(name)?.[1];
  if (accountId === undefined) return [];
  const known = facts.find(({ account }) => account.id === accountId);
  // What is connected is in the account's own line; a half-created one of a target is finished by the next run.
  if (known && (awsAccountId !== undefined || known.leftOut === undefined)) return [];
  const reason = awsAccountId
    ? `is connected at ${party} and not in this organization`
    : `was made at ${party} and never connected`;
  const grants: GrantCoverage[] = [{ party, role: "not-looked-at", vendorAccounts: [{ id, name }] }];
  return [{ accountId, name, state: "orphaned", reason, hasStack: false, grants }];
}
