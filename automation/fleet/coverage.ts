import type { Account, TargetAction } from "../model";
import type { ExternalIdCoverage } from "./external-id-coverage";

/**
 * Where an account stands: `enrolled` all grants on both sides; `missing` chosen and nothing there; `incomplete` something
 * is; `drifted` a role is not as its stack records it; `left-out` not chosen and nothing there; `closed` the access is taken
 * away, and vendor accounts stay until the grace period is over; `orphaned` not chosen or not ours, and something is there; `doubled` several
 * vendor accounts are connected to it.
 */
export type CoverageState =
  | "enrolled"
  | "drifted"
  | "incomplete"
  | "missing"
  | "left-out"
  | "closed"
  | "orphaned"
  | "doubled";

/** One party's access to one account as it is now. */
export interface GrantCoverage {
  party: string;
  /** `unknown`: could not be looked at, see `problem`; `not-looked-at`: the account is left out and has no stack. */
  role: "present" | "absent" | "unknown" | "not-looked-at";
  roleArn?: string;
  problem?: string;
  vendorAccounts: { id: string; name: string }[];
  /** Vendor accounts that a run of ours made for the account and that are connected to nothing. */
  halfCreated?: { id: string; name: string }[];
  /** The vendor account that the account's stack records. */
  ownVendorAccountId?: string;
  /** The external ids its role accepts, as the account's stack records them. */
  externalIds?: ExternalIdCoverage[];
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
  /** What to do about it, where it is not as it should be. */
  advice?: string;
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
