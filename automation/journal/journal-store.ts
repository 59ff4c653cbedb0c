import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile } from "node:fs/promises";
import * as path from "node:path";
import { InputError } from "../errors";
import type { RunEvent } from "../model";

const extension = ".jsonl";
const lineFeed = 0x0a;

/** The facts of one run, appended as they happen. */
export interface Journal {
  readonly runId: string;
  /** Absolute path of the file that holds the events, one JSON object a line. */
  readonly file: string;
  /** Resolves once the event is on disk. Calls made while the disk is busy are written together, in order. */
  append(event: RunEvent): Promise<void>;
  /** Waits for what was appended, then lets go of the file. */
  close(): Promise<void>;
}

/** One run a journal folder knows about. */
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
 * Opens the journal of a run to append to it; makes the folder and the file if they are not there.
 *
 * A last line that a crash cut short is removed first, so that what follows stays readable.
 *
 * @param folder Where the journals of one fleet are kept.
 * @throws Error when `runId` could not be a file name. InputError when the folder or the file cannot be written.
 */
export async function openJournal(folder: string, runId: string): Promise<Journal> {
  const file = journalFile(folder, runId);
  const handle = await openFile(folder, file);
  try {
    await dropTornTail(handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return new FileJournal(runId, file, handle);
}

async function openFile(folder: string, file: string): Promise<FileHandle> {
  try {
    await mkdir(folder, { recursive: true });
    return await open(file, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const message = `cannot be written (${code}): every run is recorded there; make the folder writable, or move the fleet file into one that is`;
    throw new InputError("The journal of the run", [{ path: folder, message }]);
  }
}

/**
 * The events of a run, in order; a last line cut short by a crash is left out.
 *
 * @throws Error when there is no such run, or naming the line when one before the last cannot be read.
 */
export async function readJournal(folder: string, runId: string): Promise<RunEvent[]> {
  const file = journalFile(folder, runId);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new Error(`No run ${runId} is known: there is no journal ${file}`);
    throw error;
  });
  const complete = text.slice(0, text.lastIndexOf("\n") + 1);
  return complete
    .split("\n")
    .slice(0, -1)
    .map((line, index) => parseEvent(line, file, index + 1));
}

/** The runs of a journal folder, newest first; none when the folder does not exist. */
export async function listRuns(folder: string): Promise<RunRecord[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith(extension))
    .sort()
    .reverse()
    .map((name) => ({ runId: name.slice(0, -extension.length), file: path.join(folder, name) }));
}

class FileJournal implements Journal {
  private waiting: string[] = [];
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    readonly runId: string,
    readonly file: string,
    private readonly handle: FileHandle,
  ) {}

  append(event: RunEvent): Promise<void> {
    this.waiting.push(`${JSON.stringify(event)}\n`);
    this.next ??= this.writing.then(() => this.flush());
    return this.next;
  }

  async close(): Promise<void> {
    await (this.next ?? this.writing).finally(() => this.handle.close());
  }

  private flush(): Promise<void> {
    const lines = this.waiting.join("");
    this.waiting = [];
    this.next = undefined;
    const written = this.write(lines);
    // A failed write is told to those who appended; later events are still tried.
    this.writing = written.catch(() => undefined);
    return written;
  }

  private async write(lines: string): Promise<void> {
    await this.handle.appendFile(lines);
    await this.handle.datasync();
  }
}

function journalFile(folder: string, runId: string): string {
  if (!/^[\w-]+$/.test(runId)) throw new Error(`"${runId}" is not a run id: letters, digits, "-" and "_" only`);
  return path.resolve(folder, `${runId}${extension}`);
}

async function dropTornTail(handle: FileHandle): Promise<void> {
  const content = await handle.readFile();
  const end = content.lastIndexOf(lineFeed) + 1;
  if (end < content.length) await handle.truncate(end);
}

function parseEvent(line: string, file: string, lineNumber: number): RunEvent {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    throw new Error(`${file}:${lineNumber} is not an event of a run; the journal was changed by something else`);
  }
}
