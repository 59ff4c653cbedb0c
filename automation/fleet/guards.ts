import { concurrencyOf } from "../plan/amount";
import { assertWithinCaps } from "../plan/caps";
import { assertNamesFree, enrolsAny, type NameSearch } from "../plan/collisions";
import type { Plan } from "../plan/plan";
import { assertApprovable, wavesOf } from "../plan/plan-waves";
import { wideSignal } from "../run/wide-signal";
import type { RunOptions } from "./fleet-options";
import type { FleetPlace } from "./fleet-place";
import type { FleetSettings } from "./fleet-schema";
import { enterHub } from "./hub-credentials";
import { searchNames } from "./search-names";

/**
 * Everything that may refuse a plan before anything is changed.
 *
 * @throws RefusedError saying what to do about it.
 */
export async function assertRunnable(plan: Plan, place: FleetPlace, options: RunOptions): Promise<void> {
  assertCaps(plan, place.origin.settings, options);
  assertApprovable(wavesOf(plan, options.refresh ?? plan.wish?.refresh), options.approve !== undefined);
  if (options.nameCheck !== false) assertNamesFree(await findCollisions(plan, place, options));
}

/**
 * Refuses a plan that goes beyond the caps of the fleet file or of the options.
 *
 * @throws RefusedError saying what to do about it.
 */
export function assertCaps(
  plan: Plan,
  { rollout }: FleetSettings,
  { maxTargets = rollout.maxTargets, maxDeletes = rollout.maxDeletes }: Pick<RunOptions, "maxTargets" | "maxDeletes">,
): void {
  assertWithinCaps(plan, { maxTargets, maxDeletes });
}

/** Names that are to be made and are taken; none are looked for with a program of one's own, which need not make what the settings say. */
export async function findCollisions(
  plan: Plan,
  { origin: { settings, options: fleetOptions } }: FleetPlace,
  options: Pick<RunOptions, "concurrency" | "signal">,
): Promise<NameSearch> {
  if (fleetOptions.program || !enrolsAny(plan)) return { collisions: [], unseen: [] };
  const { concurrency = settings.rollout.concurrency } = options;
  const signal = wideSignal(options.signal);
  const hub = await enterHub(settings.hub, signal);
  return searchNames(plan, { hub, concurrency: concurrencyOf(concurrency, plan.items.length), signal });
}
