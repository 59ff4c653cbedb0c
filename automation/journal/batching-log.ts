import type { FactLog } from "./fact-store";

/** What a log is written to. */
export interface LogWriter {
  /** Resolves once the lines, each with its line feed, are kept for good. Never called twice at a time. */
  write(lines: string): Promise<void>;
  close(): Promise<void>;
}

/** Writes lines that come while a write is under way together, by the next one: many at once cost as much as one. */
export class BatchingLog implements FactLog {
  private waiting: string[] = [];
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(private readonly writer: LogWriter) {}

  append(line: string): Promise<void> {
    this.waiting.push(`${line}\n`);
    this.next ??= this.writing.then(() => this.flush());
    return this.next;
  }

  async close(): Promise<void> {
    await (this.next ?? this.writing).finally(() => this.writer.close());
  }

  private flush(): Promise<void> {
    const lines = this.waiting.join("");
    this.waiting = [];
    this.next = undefined;
    const written = this.writer.write(lines);
    // A failed write is told to those who appended; later lines are still tried.
    this.writing = written.catch(() => undefined);
    return written;
  }
}
