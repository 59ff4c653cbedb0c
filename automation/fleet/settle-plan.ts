import { CancelledError, RefusedError } from "../errors";
import { LeaseLostError } from "../lease/lease-errors";
import type { Plan } from "../plan/plan";
import type { RunOptions } from "./fleet-options";

/** How the plan of a run is settled. */
export interface SettlePlanOptions extends Pick<RunOptions, "onPlan" | "confirm" | "signal"> {
  /** Makes the plan, or checks the one that was kept. */
  find(): Promise<Plan>;
  /** Throws where a guard refuses it. */
  judge(plan: Plan): Promise<void>;
}

/**
 * The plan that a run works through: found, told, allowed by the guards and confirmed. Done while the run holds the lease, so that no other run
 * comes between what was checked or seen and what is done.
 *
 * @throws CancelledError when it is not confirmed. RefusedError when the lease was lost meanwhile.
 */
export async function settlePlan({ find, judge, onPlan, confirm, signal }: SettlePlanOptions): Promise<Plan> {
  const plan = await find();
  onPlan?.(plan);
  await judge(plan);
  if (!confirm) return plan;
  if (!(await confirm(plan))) throw new CancelledError();
  if (signal?.reason instanceof LeaseLostError) {
    throw new RefusedError(
      `It took too long to confirm the plan: ${signal.reason.message}.`,
      "Nothing was changed. Run it again: it looks at everything anew.",
    );
  }
  signal?.throwIfAborted();
  return plan;
}
