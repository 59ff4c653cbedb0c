import type { Failure } from "../model";
import type { OpenProblem, WatchState } from "./watch-state";

const longestDelayMs = 3_600_000;

/** What a round found about one thing: that it failed, or that it is fine. */
export interface Verdict {
  key: string;
  accountId?: string;
  name?: string;
  /** Absent when it is fine. */
  failure?: Failure;
}

/**
 * What is wrong after a round. What the round says nothing about stays as it was; a failure of another kind is a new one. Pure.
 *
 * @param intervalMs Between two rounds: a failure is tried again in the next one, then ever more seldom, at least once an hour.
 */
export function noteVerdicts(
  state: WatchState,
  verdicts: readonly Verdict[],
  { now, intervalMs }: { now: Date; intervalMs: number },
): WatchState {
  const judged = new Map(verdicts.map((verdict) => [verdict.key, verdict]));
  const before = new Map(state.open.map((problem) => [problem.key, problem]));
  const staying = state.open.filter(({ key }) => !judged.has(key));
  const failed = [...judged.values()].flatMap(({ failure, ...verdict }): OpenProblem[] =>
    failure ? [problemOf(verdict, failure, before.get(verdict.key), now, intervalMs)] : [],
  );
  const over = state.open.filter(({ key, told }) => {
    const verdict = judged.get(key);
    return verdict !== undefined && verdict.failure === undefined && told.length > 0;
  });
  const again = new Set(failed.map(({ key }) => key));
  const stillToTell = state.recovered.filter(({ key }) => !again.has(key));
  return { ...state, open: [...staying, ...failed], recovered: [...stillToTell, ...over] };
}

function problemOf(
  verdict: Omit<Verdict, "failure">,
  { kind, message, instruction }: Failure,
  before: OpenProblem | undefined,
  now: Date,
  intervalMs: number,
): OpenProblem {
  const attempts = (before?.attempts ?? 0) + 1;
  const isSame = before?.kind === kind;
  const at = now.toISOString();
  return {
    ...verdict,
    ...{ kind, message, since: before?.since ?? at, lastSeen: at, attempts },
    ...(instruction === undefined ? {} : { instruction }),
    retryAt: new Date(now.getTime() + retryDelayMs(attempts, intervalMs)).toISOString(),
    told: isSame ? before.told : [],
  };
}

/** In the next round, in every second one, in every fourth, and so on up to an hour; half an interval less, as rounds are never exact. */
function retryDelayMs(attempts: number, intervalMs: number): number {
  if (attempts < 2) return 0;
  return Math.min(intervalMs * 2 ** (attempts - 1), Math.max(longestDelayMs, intervalMs)) - intervalMs / 2;
}
