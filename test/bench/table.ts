import Table from "cli-table3";
import type { BenchRow } from "./model";

/** The rows as a table, each with its CPU as a ratio of the documented loop's and of the floor's in the same run. */
export function renderTable(rows: readonly BenchRow[]): string {
  const head = ["scenario", "program", "accounts", "mode", "CPU ms", "wall ms", "peak MB", "of documented", "of floor"];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const row of rows) {
    const { scenario, program, accounts, mode, cpuMsPerAccount, wallMsPerAccount, peakRssMb } = row;
    table.push([
      scenario,
      program,
      accounts,
      mode,
      cpuMsPerAccount,
      wallMsPerAccount,
      peakRssMb,
      ratioTo("documented", row, rows),
      ratioTo("floor", row, rows),
    ]);
  }
  return table.toString();
}

function ratioTo(mode: BenchRow["mode"], row: BenchRow, rows: readonly BenchRow[]): string {
  const other = rows.find(
    (candidate) =>
      candidate.mode === mode &&
      candidate.scenario === row.scenario &&
      candidate.program === row.program &&
      candidate.accounts === row.accounts,
  );
  if (!other || other.cpuMsPerAccount === 0) return "";
  return (row.cpuMsPerAccount / other.cpuMsPerAccount).toFixed(2);
}
