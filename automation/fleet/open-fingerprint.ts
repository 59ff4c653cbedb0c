import { codeIdentity, engineVersions } from "../engine/code-identity";
import type { ProvenAccounts } from "../journal/proven-accounts";
import type { Target } from "../model";
import type { PlanFacts } from "../plan/create-plan";
import { findUnchanged } from "../plan/find-unchanged";
import { createFingerprint } from "../plan/fingerprint";
import { parseDuration } from "./duration";
import type { FleetOptions } from "./fleet-options";
import type { FleetSettings } from "./fleet-schema";

/** The fingerprint of a fleet's targets; nothing where a program of one's own makes them and nothing tells its version. */
export async function openFingerprint(
  { name: fleet, state, proof }: FleetSettings,
  { program, programVersion = "", env }: FleetOptions,
): Promise<((target: Target) => string) | undefined> {
  if (program && programVersion === "") return undefined;
  const [code, versions] = await Promise.all([codeIdentity(), engineVersions({ ...process.env, ...env })]);
  return createFingerprint({ fleet, code: `${code} ${programVersion}`, versions, state, proof });
}

/** What finds targets that are as they were when they were proven, from what the fleet's store holds. */
export async function openUnchanged(
  settings: FleetSettings,
  options: FleetOptions,
  readProven: () => Promise<ProvenAccounts>,
  plannedAt?: Date,
): Promise<PlanFacts["findUnchanged"]> {
  const fingerprint = await openFingerprint(settings, options);
  if (!fingerprint) return undefined;
  const proven = await readProven();
  const facts = {
    proven,
    fingerprint,
    maxAgeMs: parseDuration(settings.rollout.maxAge) ?? 0,
    now: new Date(),
    plannedAt,
  };
  return (target) => findUnchanged(target, facts);
}
