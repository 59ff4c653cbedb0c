/** A log that only grows. */
export interface FactLog {
  /** Resolves once the line is kept for good. Lines appended while the store is busy are kept together, in order. */
  append(line: string): Promise<void>;
  /** Waits for what was appended, then lets go of the log. */
  close(): Promise<void>;
}

/** A small text that is replaced as a whole. */
export interface FactRecord {
  text: string;
  /** Changes with every write. */
  version: string;
  /** Milliseconds since it was written, by the clock of the store alone: clocks of machines differ. */
  age(): Promise<number>;
}

/**
 * Where the facts of one fleet are kept, for the next run to read on this machine or another: logs that only grow, and records.
 *
 * Names of logs end with `.jsonl` or `.ndjson`. Whatever is killed when, a line is there whole or not at all.
 */
export interface FactStore {
  /** For a person: the absolute path of a folder, or `s3://bucket/prefix`. */
  readonly location: string;
  /** For a person: where a log is. */
  locate(log: string): string;
  /** Names of all logs, sorted; none where nothing was ever written. */
  listLogs(): Promise<string[]>;
  /**
   * Opens a log to append to it; makes it if it is not there.
   *
   * @throws InputError when the store cannot be written.
   */
  openLog(log: string): Promise<FactLog>;
  /** The whole lines of a log; nothing when there is no such log. */
  readLog(log: string): Promise<string[] | undefined>;
  removeLog(log: string): Promise<void>;
  /** The record as it was written last; nothing when it never was. */
  readRecord(name: string): Promise<FactRecord | undefined>;
  /**
   * Writes a record if it is still at the version that was read, and answers the new version; nothing when somebody else was faster.
   *
   * @param version Leave it out for a record that is not there yet.
   * @throws InputError when the store cannot be written.
   */
  writeRecord(name: string, text: string, version?: string): Promise<string | undefined>;
}

/** Whether a file or a name is that of a log. */
export function isLogName(name: string): boolean {
  return /\.(jsonl|ndjson)$/.test(name);
}

/** The lines of a text up to the last line feed; what a crash cut short behind it is left out. */
export function wholeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .slice(0, -1);
}
