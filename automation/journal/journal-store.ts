import type { RunEvent } from "../model";
import type { FactLog, FactStore } from "./fact-store";

const extension = ".jsonl";

/** The facts of one run, appended as they happen. */
export interface Journal {
  readonly runId: string;
  /** Where the events are, one JSON object a line: the absolute path of a file, or the URL of a place in a bucket. */
  readonly file: string;
  /** Resolves once the event is kept for good. Calls made while the store is busy are written together, in order. */
  append(event: RunEvent): Promise<void>;
  /** Waits for what was appended, then lets go of the journal. */
  close(): Promise<void>;
}

/** One run that a store knows about. */
export interface RunRecord {
  runId: string;
  file: string;
}

/** A new run id: sorts by time, is unique, and is safe as a file name; for example `20260131T094500Z-3f9c2a`. */
export function newRunId(now: Date = new Date()): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  return `${time}-${crypto.randomUUID().slice(0, 6)}`;
}

/**
 * Opens the journal of a run to append to it; makes it if it is not there.
 *
 * A last line that a crash cut short is removed first, so that what follows stays readable.
 *
 * @param store Where the facts of one fleet are kept, see `Fleet.journals` and `folderStore`.
 * @throws Error when `runId` could not be a file name. InputError when the store cannot be written.
 */
export async function openJournal(store: FactStore, runId: string): Promise<Journal> {
  const name = logName(runId);
  return journalOn(await store.openLog(name), runId, store.locate(name));
}

function journalOn(log: FactLog, runId: string, file: string): Journal {
  return { runId, file, append: (event) => log.append(JSON.stringify(event)), close: () => log.close() };
}

/**
 * The events of a run, in order; a last line cut short by a crash is left out.
 *
 * @throws Error when there is no such run, or naming the line when one before the last cannot be read.
 */
export async function readJournal(store: FactStore, runId: string): Promise<RunEvent[]> {
  const name = logName(runId);
  const lines = await store.readLog(name);
  if (!lines) throw new Error(`No run ${runId} is known: there is no journal ${store.locate(name)}`);
  return lines.map((line, index) => parseEvent(line, store.locate(name), index + 1));
}

/** The runs of a fleet, newest first; none where there never was one. */
export async function listRuns(store: FactStore): Promise<RunRecord[]> {
  const names = await store.listLogs();
  return names
    .filter((name) => name.endsWith(extension))
    .reverse()
    .map((name) => ({ runId: name.slice(0, -extension.length), file: store.locate(name) }));
}

function logName(runId: string): string {
  if (!/^[\w-]+$/.test(runId)) throw new Error(`"${runId}" is not a run id: letters, digits, "-" and "_" only`);
  return `${runId}${extension}`;
}

function parseEvent(line: string, file: string, lineNumber: number): RunEvent {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    throw new Error(`${file}:${lineNumber} is not an event of a run; the journal was changed by something else`);
  }
}
