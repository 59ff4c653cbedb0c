import type { LogWriter } from "./batching-log";
import type { S3Objects } from "./s3-objects";

/** A segment this long is left as it is, and the next one begun: the most that is written again to append a line. */
const segmentLength = 64 * 1024;

/**
 * Appends to a log in a bucket, whose objects cannot be appended to: the log is a row of segments, and only the last one, which stays
 * short, is written anew. S3 replaces it at once or not at all, so no reader ever sees half a line.
 */
export class S3LogWriter implements LogWriter {
  private text = "";
  private etag: string | undefined;

  /**
   * @param folder Of the segments, with a slash at its end.
   * @param number Of the first segment that is written; it is not there yet.
   */
  constructor(
    private readonly objects: S3Objects,
    private readonly folder: string,
    private number: number,
  ) {}

  async write(lines: string): Promise<void> {
    if (this.text.length >= segmentLength) this.beginSegment();
    const text = this.text + lines;
    const key = segmentKey(this.folder, this.number);
    const etag = await this.objects.put(key, text, this.etag).catch((error: unknown) => {
      // It may have been written all the same, and may yet be: what comes next keeps out of its way.
      this.beginSegment();
      throw error;
    });
    if (etag === undefined) {
      this.beginSegment();
      throw new Error(`${key} was written by something else at the same time; two runs must not share a journal`);
    }
    this.text = text;
    this.etag = etag;
  }

  async close(): Promise<void> {}

  private beginSegment(): void {
    this.number += 1;
    this.text = "";
    this.etag = undefined;
  }
}

/** Segments sort by their names. */
function segmentKey(folder: string, number: number): string {
  return `${folder}${String(number).padStart(8, "0")}`;
}

/** The number of the segment a key is of. */
export function segmentNumber(key: string): number {
  return Number(key.slice(key.lastIndexOf("/") + 1));
}
