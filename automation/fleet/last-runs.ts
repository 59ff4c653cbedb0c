import { InputError } from "../errors";
import type { FactStore } from "../journal/fact-store";
import { listRuns, readJournal } from "../journal/journal-store";
import type { RunEvent } from "../model";
import { summarizeRun } from "../run/run-summary";
import type { LastRun } from "./coverage";

const mostRunsToRead = 100;
const runsAtOnce = 8;

/** The last run each account was part of, from a fleet's journals; accounts whose runs lie further back have none. */
export async function findLastRuns(journals: FactStore): Promise<Map<string, LastRun>> {
  return findNewest(journals, () => true);
}

/**
 * Accounts that were last left half way, as the journals tell: a run failed there, or was killed. What their stacks record
 * may not be all that was done.
 */
export async function findUnfinished(journals: FactStore): Promise<Set<string>> {
  const begun = await findNewest(journals, ({ result }) => result !== "waiting" && result !== "not-started");
  const isFinished = ({ result }: LastRun): boolean => result === "done" || result === "unchanged";
  return new Set([...begun].filter(([, run]) => !isFinished(run)).map(([accountId]) => accountId));
}

async function findNewest(journals: FactStore, counts: (run: LastRun) => boolean): Promise<Map<string, LastRun>> {
  const found = new Map<string, LastRun>();
  for await (const events of readRecentRuns(journals)) {
    for (const [accountId, run] of readRun(events)) {
      if (!found.has(accountId) && counts(run)) found.set(accountId, run);
    }
  }
  return found;
}

/** The events of a fleet's last runs, run by run, newest first. */
export async function* readRecentRuns(journals: FactStore): AsyncGenerator<RunEvent[]> {
  const runs = (await listRuns(journals)).slice(0, mostRunsToRead);
  for (let index = 0; index < runs.length; index += runsAtOnce) {
    const next = runs.slice(index, index + runsAtOnce);
    yield* await Promise.all(next.map(({ runId }) => readReadable(journals, runId)));
  }
}

/** One damaged journal must not hide the other runs; that none can be read is another matter. */
async function readReadable(journals: FactStore, runId: string): Promise<RunEvent[]> {
  return readJournal(journals, runId).catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    return [];
  });
}

function readRun(events: readonly RunEvent[]): [string, LastRun][] {
  if (events[0]?.type !== "run-started") return [];
  const { runId, startedAt: at, action, targets, unchanged } = summarizeRun(events);
  return [
    ...unchanged.map(({ id }): [string, LastRun] => [id, { runId, at, action, result: "unchanged" }]),
    ...targets.map(({ accountId, state: result }): [string, LastRun] => [accountId, { runId, at, action, result }]),
  ];
}
