import { rm } from "node:fs/promises";
import * as path from "node:path";
import { startBenchSite } from "./bench-site";
import { measure } from "./measure";
import { type BenchRow, type EngineScenario, engineScenarios, type Mode, type Program } from "./model";
import { rowOf } from "./row";

/** What is compared, with how many accounts. */
export interface EngineComparison {
  dir: string;
  scenarios: readonly EngineScenario[];
  programs: readonly Program[];
  modes: readonly Mode[];
  accounts: number;
  /** Numbers of accounts with which first rollout and no-op are measured too, to show how the cost grows. */
  growth: readonly number[];
  concurrency: number;
  onStart(what: string): void;
}

/** Measures every mode, at every size. */
export async function compareEngines(options: EngineComparison): Promise<BenchRow[]> {
  const { accounts, growth, scenarios, programs } = options;
  const rows: BenchRow[] = [];
  for (const size of [...new Set([accounts, ...growth])]) {
    const wanted = size === accounts ? scenarios : scenarios.filter((scenario) => scenario !== "policy-change");
    for (const program of wanted.length > 0 ? programs : []) {
      rows.push(...(await compareAt(size, program, wanted, options)));
    }
  }
  return rows;
}

/** Every mode goes through a scenario before the next scenario begins: what else the machine does falls on all alike. */
async function compareAt(
  size: number,
  program: Program,
  wanted: readonly EngineScenario[],
  { dir, modes, concurrency, onStart }: EngineComparison,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const folder = path.join(dir, `${program}-${size}`);
  const { sandbox, site } = await startBenchSite(path.join(folder, "sandbox"), size * modes.length);
  // A scenario works on what those before it have made.
  const last = Math.max(...wanted.map((scenario) => engineScenarios.indexOf(scenario)));
  try {
    for (const scenario of engineScenarios.slice(0, last + 1)) {
      for (const [index, mode] of modes.entries()) {
        onStart(`${scenario}, ${program}, ${mode}: ${size} accounts`);
        // Each mode has accounts of its own, as what one has made another would find.
        const accountIds = Object.keys(site.settings).slice(index * size, (index + 1) * size);
        const job = { kind: "engine", mode, program, scenario, accountIds, concurrency, site } as const;
        const usage = await measure({ ...job, folder: path.join(folder, mode) }, site.env);
        if (wanted.includes(scenario)) rows.push(rowOf({ scenario, mode, program, accounts: size }, usage));
      }
    }
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
  return rows;
}
