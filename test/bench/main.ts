import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import * as path from "node:path";
import { type BenchOptions, readOptions } from "./bench-options";
import { compareEngines } from "./engine-scenarios";
import { lookAtFleets } from "./fleet-scenarios";
import { engineScenarios, fleetScenarios } from "./model";
import { renderTable } from "./table";

run(readOptions(process.argv)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});

async function run({ only, unchanged, discovered, out, ...engine }: BenchOptions): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), "cross-account-bench-"));
  const onStart = (what: string) => void process.stderr.write(`${what}\n`);
  try {
    const rows = [
      ...(await lookAtFleets({
        ...{ dir, unchanged, discovered, onStart },
        scenarios: fleetScenarios.filter((scenario) => only.includes(scenario)),
      })),
      ...(await compareEngines({
        ...{ ...engine, dir, onStart },
        scenarios: engineScenarios.filter((scenario) => only.includes(scenario)),
      })),
    ];
    const machine = { cores: cpus().length, node: process.version, concurrency: engine.concurrency };
    await writeFile(out, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
    process.stdout.write(`${renderTable(rows)}\n`);
    const circumstances = `${machine.cores} cores, ${machine.concurrency} accounts at a time, Node ${machine.node}`;
    process.stdout.write(`${circumstances}; CPU and wall for one account. The rows are in ${out}.\n`);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
