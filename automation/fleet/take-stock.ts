import type { StackEngine } from "../engine/stack-engine";
import type { FactStore } from "../journal/fact-store";
import { ProvenAccounts } from "../journal/proven-accounts";
import { findClosedAccounts } from "../offboard/closed-accounts";
import type { Surroundings } from "../plan/preflight";
import { allVendorAccounts } from "../plan/survey-vendors";
import { addExternalIds } from "./add-external-ids";
import type { Coverage } from "./coverage";
import { createCoverage } from "./create-coverage";
import type { FleetSettings } from "./fleet-schema";
import { findLastProofs } from "./last-proofs";
import { findLastRuns } from "./last-runs";
import { lookAtAccounts } from "./look-at-accounts";

/** Where there is something to be seen of a fleet. */
export interface StockOptions {
  settings: FleetSettings;
  engine: StackEngine;
  journals: FactStore;
  lookAround(): Promise<Surroundings>;
  signal: AbortSignal | undefined;
}

/**
 * Puts the organization, the roles, the vendors' accounts, the stacks and the journals of a fleet side by side. Accounts that are seen not
 * to be as they were proven count as proven no more.
 */
export async function takeStock(options: StockOptions): Promise<Coverage> {
  const { settings, engine, journals, signal } = options;
  const [stacks, lastRuns, surroundings, proven] = await Promise.all([
    engine.listStacks(),
    findLastRuns(journals),
    options.lookAround(),
    ProvenAccounts.read(journals),
  ]);
  const [facts, lastProofs, closed] = await Promise.all([
    lookAtAccounts({ settings, surroundings, stacks, engine, proven, lastRuns, ...(signal ? { signal } : {}) }),
    findLastProofs(journals),
    findClosedAccounts({ engine, stacks, grace: settings.offboarding.grace }),
  ]);
  const withIds = await addExternalIds(facts, { grantsOf: (id) => engine.grantsOf(id), lastProofs, now: Date.now() });
  const coverage = createCoverage(settings.name, withIds, allVendorAccounts(surroundings.vendors), stacks, closed);
  const changed = coverage.accounts.filter(({ state }) => state !== "enrolled");
  await proven.forget(changed.map(({ accountId }) => accountId));
  await proven.close();
  return coverage;
}
