import { RefusedError } from "../errors";
import type { Plan } from "./plan";
import { prerequisitesOf } from "./plan";
import { splitPlan } from "./split-plan";
import type { Wave } from "./wave-rules";
import { intoWaves } from "./waves";

/**
 * The waves a plan is worked through in. Accounts that are left alone are in none, and the sizes count without them. Pure.
 *
 * @param refresh True to work on everything, also on what is as it was proven.
 */
export function wavesOf(plan: Plan, refresh = false): Wave[] {
  const accounts = splitPlan(plan, refresh).worked.map(({ target }) => target.account);
  return intoWaves(accounts, plan.waves ?? [], { action: plan.action, prerequisites: prerequisitesOf(plan) });
}

/** Whether a person is asked between two of these waves. */
function needsApproval(waves: readonly Wave[]): boolean {
  return waves.slice(0, -1).some(({ gate }) => gate?.approval);
}

/**
 * Refuses waves that wait for a yes which nobody can say, before anything happens.
 *
 * @throws RefusedError saying how to give it.
 */
export function assertApprovable(waves: readonly Wave[], canBeApproved: boolean): void {
  if (canBeApproved || !needsApproval(waves)) return;
  throw new RefusedError(
    "The run waits for approval between its waves (rollout), and there is nobody to ask, as this is no terminal. Nothing was changed.",
    "Run it on a terminal, or approve all of them beforehand with --approve.",
  );
}
