import PQueue from "p-queue";
import type { AwsConnection } from "../fleet/role-chain";
import { BatchingLog } from "./batching-log";
import { type FactLog, type FactRecord, type FactStore, isLogName, wholeLines } from "./fact-store";
import { S3LogWriter, segmentNumber } from "./s3-log";
import { S3Objects } from "./s3-objects";
import { connectionTo, type S3Place } from "./s3-place";

const requestsAtOnce = 16;

/**
 * Keeps the facts of a fleet in a bucket of S3: below the prefix `logs/<log>/<segment>` and `records/<name>`.
 *
 * Every write tells what it expects to be there (`If-Match`, `If-None-Match`), so that of two writers one is told it was too late. A
 * bucket with versions keeps every version of a lease: give it a lifecycle rule for those that are not current.
 *
 * @param fleet Several fleets may share a bucket and a prefix.
 * @param hub The connection of the hub, asked for when the first request is made.
 */
export function s3Store(place: S3Place, fleet: string, hub: () => Promise<AwsConnection>): FactStore {
  const objects = new S3Objects(place.bucket, () => connectionTo(place, hub));
  return new S3Store(objects, place.bucket, [place.prefix, fleet].filter(Boolean).join("/"));
}

class S3Store implements FactStore {
  readonly location: string;

  constructor(
    private readonly objects: S3Objects,
    private readonly bucket: string,
    private readonly base: string,
  ) {
    this.location = `s3://${bucket}/${base}`;
  }

  locate(log: string): string {
    return `s3://${this.bucket}/${this.folder(log)}`;
  }

  async listLogs(): Promise<string[]> {
    const folders = await this.objects.folders(`${this.base}/logs/`);
    return folders.map((folder) => folder.split("/").at(-2) ?? "").filter(isLogName);
  }

  async openLog(log: string): Promise<FactLog> {
    const last = (await this.objects.keys(this.folder(log))).at(-1);
    const next = last === undefined ? 1 : segmentNumber(last) + 1;
    return new BatchingLog(new S3LogWriter(this.objects, this.folder(log), next));
  }

  async readLog(log: string): Promise<string[] | undefined> {
    const keys = await this.objects.keys(this.folder(log));
    if (keys.length === 0) return undefined;
    const queue = new PQueue({ concurrency: requestsAtOnce });
    const segments = await Promise.all(
      keys.map((key) => queue.add(() => this.objects.get(key), { throwOnTimeout: true })),
    );
    return segments.flatMap((segment) => wholeLines(segment?.text ?? ""));
  }

  async removeLog(log: string): Promise<void> {
    for (const key of await this.objects.keys(this.folder(log))) await this.objects.remove(key);
  }

  async readRecord(name: string): Promise<FactRecord | undefined> {
    const found = await this.objects.get(this.record(name));
    return found && { text: found.text, version: found.etag, age: async () => found.ageMs };
  }

  writeRecord(name: string, text: string, version?: string): Promise<string | undefined> {
    return this.objects.put(this.record(name), text, version);
  }

  private folder(log: string): string {
    return `${this.base}/logs/${log}/`;
  }

  private record(name: string): string {
    return `${this.base}/records/${name}`;
  }
}
