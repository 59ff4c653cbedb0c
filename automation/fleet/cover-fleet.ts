import type { StackEngine } from "../engine/stack-engine";
import { ProvenAccounts } from "../journal/proven-accounts";
import type { Surroundings } from "../plan/preflight";
import { allVendorAccounts } from "../plan/survey-vendors";
import { addExternalIds } from "./add-external-ids";
import type { Coverage } from "./coverage";
import { createCoverage } from "./create-coverage";
import type { FleetSettings } from "./fleet-schema";
import { findLastProofs } from "./last-proofs";
import { findLastRuns } from "./last-runs";
import { lookAtAccounts } from "./look-at-accounts";

/** What the coverage of a fleet is made from. */
export interface CoverFleetOptions {
  settings: FleetSettings;
  engine: Pick<StackEngine, "listStacks" | "rolesOf" | "grantsOf">;
  /** Folder of the fleet's journals. */
  journalFolder: string;
  lookAround(): Promise<Surroundings>;
  signal: AbortSignal | undefined;
}

/**
 * Puts the organization, the roles and the vendors' accounts side by side, as they are now. Accounts that are seen not to be as they were
 * proven count as proven no more.
 *
 * @throws InputError when the hub or a vendor cannot be asked.
 */
export async function coverFleet(options: CoverFleetOptions): Promise<Coverage> {
  const { settings, engine, journalFolder, signal } = options;
  const [stacks, lastRuns, surroundings, proven] = await Promise.all([
    engine.listStacks(),
    findLastRuns(journalFolder),
    options.lookAround(),
    ProvenAccounts.read(journalFolder),
  ]);
  const [facts, lastProofs] = await Promise.all([
    lookAtAccounts({ settings, surroundings, stacks, engine, proven, lastRuns, ...(signal ? { signal } : {}) }),
    findLastProofs(journalFolder),
  ]);
  const withIds = await addExternalIds(facts, { grantsOf: (id) => engine.grantsOf(id), lastProofs, now: Date.now() });
  const coverage = createCoverage(settings.name, withIds, allVendorAccounts(surroundings.vendors), stacks);
  const changed = coverage.accounts.filter(({ state }) => state !== "enrolled");
  await proven.forget(changed.map(({ accountId }) => accountId));
  return coverage;
}
