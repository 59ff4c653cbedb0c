import { underLease } from "../lease/lease";
import type { TargetAction } from "../model";
import type { RotationOptions } from "../rotate/read-wish";
import type { RunSummary } from "../run/run-summary";
import type { RunOptions } from "./fleet-options";
import type { FleetPlace } from "./fleet-place";
import { assertRunnable } from "./guards";
import { type PlanKeeper, withKeptWish } from "./plan-keeper";
import { runFleet } from "./run-fleet";
import { settlePlan } from "./settle-plan";

/**
 * Plans, judges, asks and runs, as the one run that works on the fleet meanwhile.
 *
 * @throws InputError, RefusedError or CancelledError before anything is changed; a LeaseHeldError while another run works on the fleet.
 */
export function runAlone(
  action: TargetAction,
  { verb = action, ...options }: RunOptions & RotationOptions,
  { place, keeper }: { place: FleetPlace; keeper: PlanKeeper },
): Promise<RunSummary> {
  const request = { fleet: place.origin.settings.name, store: place.journals, verb, signal: options.signal };
  return underLease(request, async (signal) => {
    const wished = withKeptWish({ ...options, signal });
    const plan = await settlePlan({
      ...wished,
      find: () => keeper.planFor(action, wished),
      judge: (found) => assertRunnable(found, place, wished),
    });
    return runFleet(plan, place, wished);
  });
}
