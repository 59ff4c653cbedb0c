import type { RunSummary } from "../run/run-summary";
import { type AccountDrift, createDrift, type Drift } from "./drift";

/** What was found, after a run that was to put it right. Pure. */
export function afterRepair(drift: Drift, { runId, targets }: RunSummary): Drift {
  const results = new Map(targets.map((target) => [target.accountId, target]));
  const accounts = drift.accounts.map((account): AccountDrift => {
    const result = results.get(account.accountId);
    if (!result) return account;
    if (result.state === "done") return { ...account, state: "repaired" };
    return result.failure ? { ...account, state: "failed", failure: result.failure } : account;
  });
  return { ...createDrift(drift.fleet, accounts, drift.leftOut), runId };
}
