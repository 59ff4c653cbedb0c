import { listRuns, readJournal } from "../journal/journal-store";
import type { RunEvent } from "../model";
import { summarizeRun } from "../run/run-summary";
import type { LastRun } from "./coverage";

const mostRunsToRead = 100;

/** The last run each account was part of, from a fleet's journals; accounts whose runs lie further back have none. */
export async function findLastRuns(journalFolder: string): Promise<Map<string, LastRun>> {
  return findNewest(journalFolder, () => true);
}

/**
 * Accounts that were last left half way, as the journals tell: a run failed there, or was killed. What their stacks record
 * may not be all that was done.
 */
export async function findUnfinished(journalFolder: string): Promise<Set<string>> {
  const begun = await findNewest(journalFolder, ({ result }) => result !== "waiting" && result !== "not-started");
  const isFinished = ({ result }: LastRun): boolean => result === "done" || result === "unchanged";
  return new Set([...begun].filter(([, run]) => !isFinished(run)).map(([accountId]) => accountId));
}

async function findNewest(journalFolder: string, counts: (run: LastRun) => boolean): Promise<Map<string, LastRun>> {
  const found = new Map<string, LastRun>();
  for await (const events of readRecentRuns(journalFolder)) {
    for (const [accountId, run] of readRun(events)) {
      if (!found.has(accountId) && counts(run)) found.set(accountId, run);
    }
  }
  return found;
}

/** The events of a fleet's last runs, run by run, newest first. */
export async function* readRecentRuns(journalFolder: string): AsyncGenerator<RunEvent[]> {
  for (const { runId } of (await listRuns(journalFolder)).slice(0, mostRunsToRead)) {
    yield await readReadable(journalFolder, runId);
  }
}

/** One damaged journal must not hide the other runs. */
async function readReadable(journalFolder: string, runId: string): Promise<RunEvent[]> {
  return readJournal(journalFolder, runId).catch(() => []);
}

function readRun(events: readonly RunEvent[]): [string, LastRun][] {
  if (events[0]?.type !== "run-started") return [];
  const { runId, startedAt: at, action, targets, unchanged } = summarizeRun(events);
  return [
    ...unchanged.map(({ id }): [string, LastRun] => [id, { runId, at, action, result: "unchanged" }]),
    ...targets.map(({ accountId, state: result }): [string, LastRun] => [accountId, { runId, at, action, result }]),
  ];
}
