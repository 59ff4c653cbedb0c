import type { DriftedResource, Failure, LeftOut } from "../model";

/**
 * How an account compares with what its stack records: `in-step` nothing was changed by hand; `drifted` something was; `repaired` it was
 * and is put right; `failed` could not be compared, or not be put right, see `failure`.
 */
export type DriftState = "in-step" | "drifted" | "repaired" | "failed";

/** One account compared with what its stack records. */
export interface AccountDrift {
  accountId: string;
  name: string;
  state: DriftState;
  /** What was changed or deleted by hand. */
  resources: DriftedResource[];
  failure?: Failure;
}

/** All accounts that have a stack, compared with what these record. */
export interface Drift {
  fleet: string;
  accounts: AccountDrift[];
  /** Accounts that were not compared, and why. */
  leftOut: LeftOut[];
  counts: Record<DriftState, number>;
  /** The run that put things right, see `readJournal`; nothing when there was none. */
  runId?: string;
}

/** Puts the accounts together with their numbers. */
export function createDrift(fleet: string, accounts: AccountDrift[], leftOut: LeftOut[]): Drift {
  const counts = { "in-step": 0, drifted: 0, repaired: 0, failed: 0 };
  for (const { state } of accounts) counts[state] += 1;
  return { fleet, accounts, leftOut, counts };
}
