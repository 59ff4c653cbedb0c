import { InputError } from "../errors";
import { ProvenAccounts } from "../journal/proven-accounts";
import type { Plan } from "../plan/plan";
import { openProofIdentities } from "../prove/proof-identities";
import type { RunSummary } from "../run/run-summary";
import { withWorkers } from "../workers/with-workers";
import type { RunOptions } from "./fleet-options";
import type { FleetPlace } from "./fleet-place";
import { enterHub } from "./hub-credentials";
import { openFingerprint } from "./open-fingerprint";
import { runPlan } from "./run-plan";
import { runRules } from "./run-rules";
import { withArtefacts } from "./with-artefacts";

/**
 * Works through a plan that may be run: the accounts with the engine and the workers of the fleet, then the artefacts.
 *
 * @throws InputError when the hub or an identity for proofs cannot be used, before anything is changed.
 */
export async function runFleet(plan: Plan, place: FleetPlace, options: RunOptions): Promise<RunSummary> {
  const { settings, folder, options: fleetOptions } = place.origin;
  const { onEvent, onProgress, refresh = plan.wish?.refresh, signal, stopNow } = options;
  const hub = await enterHub(settings.hub, signal);
  const { identities, problems } = await openProofIdentities(settings, hub, signal);
  if (problems.length > 0) throw new InputError(place.subject, problems);
  const settled = {
    ...(refresh === undefined ? {} : { refresh }),
    ...(onEvent ? { onEvent } : {}),
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
    ...(stopNow ? { stopNow } : {}),
    hub,
    identities,
    tokens: place.tokens,
    journals: place.journals,
    proven: await ProvenAccounts.read(place.journals),
    fingerprint: await openFingerprint(settings, fleetOptions),
    ...runRules(settings.rollout, options),
    folder,
  };
  const workers = {
    ...place.engineOptions,
    workers: options.workers ?? settings.rollout.workers,
    isForeign: fleetOptions.engine !== undefined,
  };
  const summary = await withWorkers(place.engine, workers, (engine) => runPlan(plan, { ...settled, engine }));
  return withArtefacts(summary, { settings, folder, engine: place.engine, accounts: fleetOptions.accounts, signal });
}
