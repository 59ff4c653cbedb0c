import type { Usage } from "./measure";
import type { BenchRow } from "./model";

type Subject = Pick<BenchRow, "scenario" | "mode" | "program" | "accounts">;

/** A job's usage as a line of the result: what it is for one account. */
export function rowOf(subject: Subject, { cpuMs, wallMs, peakRssMb }: Usage): BenchRow {
  const { scenario, mode, program, accounts } = subject;
  return {
    ...{ scenario, mode, program, accounts },
    cpuMsPerAccount: rounded(cpuMs / accounts),
    wallMsPerAccount: rounded(wallMs / accounts),
    peakRssMb: Math.round(peakRssMb),
  };
}

/** Whole milliseconds where there are many; an account that is left alone takes less than one. */
function rounded(ms: number): number {
  return ms >= 100 ? Math.round(ms) : Math.round(ms * 100) / 100;
}
