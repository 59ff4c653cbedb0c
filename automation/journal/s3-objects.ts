import type { S3Client } from "@aws-sdk/client-s3";
import { InputError } from "../errors";
import type { AwsConnection } from "../fleet/role-chain";

/** An object as it was read. */
export interface StoredObject {
  text: string;
  etag: string;
  /** Milliseconds since it was written, by the clock of S3. */
  ageMs: number;
}

/** The few things that are asked of a bucket. S3's SDK is loaded when the first is. */
export class S3Objects {
  private opened: Promise<{ sdk: typeof import("@aws-sdk/client-s3"); client: S3Client }> | undefined;

  constructor(
    private readonly bucket: string,
    private readonly connection: () => Promise<AwsConnection>,
  ) {}

  /** The object of a key; nothing when there is none. */
  async get(Key: string): Promise<StoredObject | undefined> {
    const { sdk, client } = await this.open();
    const command = new sdk.GetObjectCommand({ Bucket: this.bucket, Key });
    let servedAt = Date.now();
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { headers } = result.response as { headers: Record<string, string> };
        servedAt = Date.parse(headers.date ?? "") || servedAt;
        return result;
      },
      { step: "deserialize", name: "readServerTime" },
    );
    try {
      const { Body, ETag = "", LastModified } = await client.send(command);
      const text = (await Body?.transformToString()) ?? "";
      return { text, etag: ETag, ageMs: Math.max(0, servedAt - (LastModified?.getTime() ?? servedAt)) };
    } catch (error) {
      if (error instanceof Error && error.name === "NoSuchKey") return undefined;
      throw this.explain(error);
    }
  }

  /**
   * Writes an object if the one of that key is still the one with this ETag, or if there is none where no ETag is given.
   *
   * @returns The new ETag; nothing when somebody else was faster.
   */
  async put(Key: string, text: string, etag: string | undefined): Promise<string | undefined> {
    const { sdk, client } = await this.open();
    const condition = etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: etag };
    const input = { Bucket: this.bucket, Key, Body: text, ContentType: "application/x-ndjson" };
    try {
      const { ETag } = await client.send(new sdk.PutObjectCommand({ ...input, ...condition }));
      return ETag ?? "";
    } catch (error) {
      if (!isConflict(error)) throw this.explain(error);
      // The SDK asks again after a lost answer, and is then told of its own write.
      const there = await this.get(Key);
      return there?.text === text ? there.etag : undefined;
    }
  }

  async remove(Key: string): Promise<void> {
    const { sdk, client } = await this.open();
    await client.send(new sdk.DeleteObjectCommand({ Bucket: this.bucket, Key })).catch((error: unknown) => {
      throw this.explain(error);
    });
  }

  /** Keys that begin with a prefix, in order. */
  async keys(Prefix: string): Promise<string[]> {
    return this.list(Prefix, undefined, ({ Contents = [] }) => Contents.flatMap(({ Key }) => Key ?? []));
  }

  /** What is directly below a prefix and has something below itself, in order and each with a slash at its end. */
  async folders(Prefix: string): Promise<string[]> {
    return this.list(Prefix, "/", ({ CommonPrefixes = [] }) => CommonPrefixes.flatMap((one) => one.Prefix ?? []));
  }

  private async list(
    Prefix: string,
    Delimiter: string | undefined,
    namesOf: (page: import("@aws-sdk/client-s3").ListObjectsV2CommandOutput) => string[],
  ): Promise<string[]> {
    const { sdk, client } = await this.open();
    const names: string[] = [];
    try {
      const input = { Bucket: this.bucket, Prefix, ...(Delimiter ? { Delimiter } : {}) };
      for await (const page of sdk.paginateListObjectsV2({ client }, input)) names.push(...namesOf(page));
      return names;
    } catch (error) {
      throw this.explain(error);
    }
  }

  private open() {
    this.opened ??= this.load().catch((error: unknown) => {
      // A watch goes on when the hub can be entered again.
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  private async load() {
    const connection = await this.connection();
    const sdk = await import("@aws-sdk/client-s3");
    // Names of buckets are not resolved where the endpoint is not AWS's own.
    const client = new sdk.S3Client({
      maxAttempts: 5,
      ...connection,
      forcePathStyle: connection.endpoint !== undefined,
    });
    return { sdk, client };
  }

  private explain(error: unknown): InputError {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const advice =
      "the hub needs s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it, and s3:ListBucket on the bucket";
    return new InputError("The journal of the fleet", [
      {
        path: "state.journal",
        message: `the bucket ${this.bucket} cannot be used (${name}: ${message.replace(/\.$/, "")}): ${advice}`,
      },
    ]);
  }
}

/** Another write came first, or goes on at the same time; or what was to be replaced is gone. */
function isConflict(error: unknown): boolean {
  const names = ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"];
  return error instanceof Error && names.includes(error.name);
}
