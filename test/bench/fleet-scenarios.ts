import * as path from "node:path";
import { startLargeFleet } from "./large-fleet";
import { measure } from "./measure";
import type { BenchRow, FleetScenario } from "./model";
import { rowOf } from "./row";

/** Which fleets are looked at. */
export interface FleetComparison {
  dir: string;
  scenarios: readonly FleetScenario[];
  /** Numbers of accounts left alone by their fingerprint. */
  unchanged: readonly number[];
  /** Numbers of accounts discovered and planned. */
  discovered: readonly number[];
  onStart(what: string): void;
}

/** Measures what a whole fleet costs where nothing has to be done in its accounts. */
export async function lookAtFleets(options: FleetComparison): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const scenario of options.scenarios) {
    for (const accounts of scenario === "fingerprint" ? options.unchanged : options.discovered) {
      options.onStart(`${scenario}: ${accounts} accounts`);
      rows.push(await lookAt(scenario, accounts, path.join(options.dir, `${scenario}-${accounts}`)));
    }
  }
  return rows;
}

async function lookAt(scenario: FleetScenario, accounts: number, dir: string): Promise<BenchRow> {
  const fleet = await startLargeFleet({ dir, accounts, isProven: scenario === "fingerprint" });
  try {
    const usage = await measure({ kind: "fleet", scenario, fleetFile: fleet.file, accounts }, fleet.env);
    return rowOf({ scenario, mode: "ours", program: "grant", accounts }, usage);
  } finally {
    await fleet.close();
  }
}
