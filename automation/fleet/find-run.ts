import { InputError } from "../errors";
import type { FactStore } from "../journal/fact-store";
import { listRuns, readJournal } from "../journal/journal-store";
import { type RunSummary, summarizeRun } from "../run/run-summary";

/** One run of a fleet in a few words, as its journal tells it. */
export type RunListing = Pick<
  RunSummary,
  "runId" | "fleet" | "action" | "result" | "startedAt" | "endedAt" | "counts"
> & {
  /** How many accounts were left alone. */
  unchanged: number;
};

/** The runs of a fleet, and those whose journals cannot be read. */
export interface RunList {
  /** Newest first. */
  runs: RunListing[];
  /** Ids. */
  unreadable: string[];
}

/**
 * What a run of a fleet came to, as its journal tells it.
 *
 * @param journals `Fleet.journals`.
 * @param runId Default: the last run.
 * @throws InputError when there is no such run, or its journal is damaged.
 */
export async function findRun(journals: FactStore, runId?: string): Promise<RunSummary> {
  const known = await listRuns(journals);
  const wanted = runId === undefined ? known[0] : known.find((run) => run.runId === runId);
  if (!wanted)
    throw new InputError("The journals of the fleet", [{ path: journals.location, message: explainNone(runId) }]);
  try {
    return summarizeRun(await readJournal(journals, wanted.runId));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError(`The journal of the run ${wanted.runId}`, [{ path: wanted.file, message }]);
  }
}

/** All runs of a fleet, newest first. @param journals `Fleet.journals`. */
export async function listFleetRuns(journals: FactStore): Promise<RunList> {
  const list: RunList = { runs: [], unreadable: [] };
  for (const { runId } of await listRuns(journals)) {
    try {
      const { unchanged, ...run } = summarizeRun(await readJournal(journals, runId));
      const { fleet, action, result, startedAt, endedAt, counts } = run;
      const ended = endedAt === undefined ? {} : { endedAt };
      list.runs.push({ runId, fleet, action, result, startedAt, ...ended, counts, unchanged: unchanged.length });
    } catch {
      list.unreadable.push(runId);
    }
  }
  return list;
}

function explainNone(runId: string | undefined): string {
  return runId === undefined
    ? "hold no run: `cross-account up` makes the first one"
    : `hold no run "${runId}": \`cross-account report --list\` shows all there are`;
}
