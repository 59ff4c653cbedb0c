import type { EngineOperationOptions, StackEngine } from "../engine/stack-engine";
import type { TargetOperation, TargetOutcome } from "../model";
import { addChanges } from "../run/run-summary";
import { findDriftBefore, findDriftOfRoles, type RoleLookOptions } from "./known-drift";

/** How a target is brought to what its settings say. */
export interface DeployHealingOptions extends RoleLookOptions {
  engine: StackEngine;
  /** True to compare everything with the world, whatever is known. */
  refresh: boolean;
  /** Parties whose vendor shows nothing of the account any more. */
  lost: readonly string[];
  operation: EngineOperationOptions;
}

/**
 * Brings a target to what its settings say, and puts right what somebody changed or deleted by hand.
 *
 * An `up` believes what the stack records. So the roles are looked at first, one request a role, and only where one is not as recorded,
 * or the vendor shows nothing any more, is everything compared with the world: an untouched account costs no refresh. Where the record
 * cannot be read beforehand without a process, the roles are looked at afterwards, and a second operation heals.
 */
export async function deployHealing(target: TargetOperation, options: DeployHealingOptions): Promise<TargetOutcome> {
  const { engine, refresh, lost, operation, ...look } = options;
  const accountId = target.target.account.id;
  const bring = async (found: readonly string[]): Promise<TargetOutcome> => {
    if (found.length > 0) operation.onProgress?.({ accountId, message: `putting right that ${found.join(", and ")}` });
    const outcome = await engine.run(target, { ...operation, refresh: refresh || found.length > 0 });
    return found.length > 0 ? { ...outcome, healed: [...found] } : outcome;
  };

  const { found, lookedAtRoles } = await findDriftBefore(target, lost, { engine, ...look });
  const outcome = await bring(found);
  if (refresh || lookedAtRoles || found.length > 0) return outcome;
  const kept = (outcome.roles ?? []).filter((role) => role.kept);
  const late = await findDriftOfRoles(kept, target.target, look);
  return late.length === 0 ? outcome : together(outcome, await bring(late));
}

function together(first: TargetOutcome, second: TargetOutcome): TargetOutcome {
  const { create, update, replace, delete: deleted } = addChanges([first.changes, second.changes]);
  const changes = { create, update, replace, delete: deleted, same: second.changes.same };
  return { ...second, changes, durationMs: first.durationMs + second.durationMs };
}
