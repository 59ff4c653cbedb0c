import type { Drift } from "../drift/drift";
import { lookForDrift } from "../drift/look-for-drift";
import type { Surroundings } from "../plan/preflight";
import { wideSignal } from "../run/wide-signal";
import { chooseTargets } from "./choose-targets";
import type { DriftOptions } from "./fleet-options";
import type { FleetPlace } from "./fleet-place";

/** Compares the stack of every account that is chosen with the world; what is not in step, the next `up` does not leave alone. */
export async function driftFleet(place: FleetPlace, options: DriftOptions): Promise<Drift> {
  const { settings } = place.origin;
  const { only, concurrency = settings.rollout.concurrency, onProgress } = options;
  const signal = wideSignal(options.signal);
  const stacks = await place.engine.listStacks();
  const choose = ({ known, hub }: Surroundings) => chooseTargets(settings, known, hub, { only, stacks });
  const surroundings = await place.lookAround((found) => choose(found).problems, signal);
  const drift = await lookForDrift(
    { ...choose(surroundings), stacks },
    {
      ...{ fleet: settings.name, engine: place.engine, hub: surroundings.hub, tokens: place.tokens },
      ...{ concurrency, signal },
      ...(onProgress ? { onProgress } : {}),
    },
  );
  await place.forgetProofs(drift.accounts.filter(({ state }) => state !== "in-step"));
  return drift;
}
