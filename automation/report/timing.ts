import type { RunSummary, TargetSummary } from "../run/run-summary";

/** How long one account took, from when until when of the run; in milliseconds. */
export interface AccountTiming {
  accountId: string;
  name: string;
  /** From the beginning of the run on. */
  startMs: number;
  durationMs: number;
}

/** How long a run took and what of it went where; in milliseconds. */
export interface RunTiming {
  /** Until now, where the run has no end. */
  totalMs: number;
  /** Accounts that were started, in the order they were. */
  accounts: AccountTiming[];
  /** Half of the accounts took at most this long. Absent where none was started. */
  medianMs?: number;
  /** All but the slowest twentieth took at most this long. */
  p95Ms?: number;
  slowest?: AccountTiming;
}

/** Where the time of a run went. Pure. */
export function timingOf(run: Pick<RunSummary, "startedAt" | "endedAt" | "targets">): RunTiming {
  const begin = Date.parse(run.startedAt);
  const accounts = run.targets
    .flatMap((target) => timeAccount(target, begin))
    .sort((one, other) => one.startMs - other.startMs);
  const last = Math.max(0, ...accounts.map(({ startMs, durationMs }) => startMs + durationMs));
  const totalMs = run.endedAt === undefined ? last : Date.parse(run.endedAt) - begin;
  const bySpan = [...accounts].sort((one, other) => one.durationMs - other.durationMs);
  const slowest = bySpan.at(-1);
  if (!slowest) return { totalMs, accounts };
  return { totalMs, accounts, medianMs: spanAt(bySpan, 0.5), p95Ms: spanAt(bySpan, 0.95), slowest };
}

/** A span of time as a person reads it: `840 ms`, `4.2 s`, `3 min 5 s`, `2 h 4 min`. */
export function spanText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function timeAccount({ accountId, name, startedAt, endedAt }: TargetSummary, begin: number): AccountTiming[] {
  if (startedAt === undefined || endedAt === undefined) return [];
  const start = Date.parse(startedAt);
  return [{ accountId, name, startMs: start - begin, durationMs: Date.parse(endedAt) - start }];
}

/** The nearest rank: a span that one of the accounts really took. */
function spanAt(bySpan: readonly AccountTiming[], share: number): number {
  return bySpan[Math.max(0, Math.ceil(bySpan.length * share) - 1)]?.durationMs ?? 0;
}
