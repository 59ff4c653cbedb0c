import { codeIdentity, engineVersions } from "../engine/code-identity";
import { locatePulumi } from "../engine/locate-pulumi";
import type { Plan, PlanItem } from "../plan/plan";
import { type PlanFile, type PlannedAccount, sealPlan } from "../plan/plan-file";
import { portableSettings } from "../plan/portable-settings";
import type { FleetOptions } from "./fleet-options";
import type { FleetSettings } from "./fleet-schema";

/** What a plan is kept with. */
export interface KeepPlanOptions {
  settings: FleetSettings;
  /** Absolute path of the fleet's folder. */
  folder: string;
  fleetOptions: FleetOptions;
}

/** Makes a plan into one that can be written down: what decides it, with nothing of this machine and no secret in it. */
export async function keepPlan(plan: Plan, { settings, folder, fleetOptions }: KeepPlanOptions): Promise<PlanFile> {
  const { fleet, action, items, leftOut, wish = {}, plannedAt = new Date().toISOString() } = plan;
  const { only, party, ...rest } = wish;
  return sealPlan({
    plannedAt,
    fleet,
    action,
    wish: { ...rest, ...(only ? { only: [...only] } : {}), ...(party ? { party: [...party] } : {}) },
    versions: await versionsOf(fleetOptions),
    settings: portableSettings(settings, folder),
    accounts: items.map((item) => describeItem(item, folder)),
    leftOut: leftOut.map(({ account: { id: accountId, name }, reason }) => ({ accountId, name, reason })),
  });
}

function describeItem(
  { target, action, notes, after, lost = [], connected = [] }: PlanItem,
  folder: string,
): PlannedAccount {
  const { id, name, ouPath, state, management } = target.account;
  const settings = portableSettings(target.settings, folder);
  return { account: { id, name, ouPath, state, management }, action, notes, after, lost, connected, settings };
}

/** By what a person knows them, and the same on every machine they are the same on. */
async function versionsOf({ program, programVersion, engine, env }: FleetOptions): Promise<Record<string, string>> {
  const environment = { ...process.env, ...env };
  const [code, { pulumi: _file, ...packages }] = await Promise.all([codeIdentity(), engineVersions(environment)]);
  // An engine of one's own need not be the CLI.
  const cli = engine ? undefined : await locatePulumi(environment);
  return {
    ...packages,
    ...(cli && { "the Pulumi CLI": cli.version }),
    ...(program && { "the program's version": programVersion ?? "not told" }),
    "the code of pulumi-cross-account": code,
  };
}
