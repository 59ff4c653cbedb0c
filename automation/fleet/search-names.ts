import PQueue from "p-queue";
import { failureOf } from "../engine/errors";
import {
  type GrantedName,
  itemsToEnrol,
  listGrantedNames,
  type NameCollision,
  type NameSearch,
} from "../plan/collisions";
import type { Plan, PlanItem } from "../plan/plan";
import { AccountIam } from "../prove/account-iam";
import { assertEntry } from "./assert-entry";
import { connectionInto, type Hub } from "./hub-credentials";
import type { AwsConnection } from "./role-chain";

/** How accounts are searched. */
export interface SearchNamesOptions {
  hub: Hub;
  concurrency: number;
  signal: AbortSignal;
}

/** What is looked at of an account to see whether a name is taken. */
export interface NameLook {
  iam: Pick<AccountIam, "readRole" | "hasPolicy" | "hasUser" | "readInstanceProfile">;
  /** Whether there is a bucket of that name anywhere. */
  hasBucket(name: string): Promise<boolean>;
  /** The beginning of the account's ARNs in IAM: `arn:aws:iam::222222222222`. */
  arn: string;
  signal: AbortSignal;
}

/**
 * Looks into every account that is to be enrolled for what has a name already that is to be made there: one request a name. An account that
 * cannot be looked into does not keep the others from it.
 */
export async function searchNames(plan: Plan, { hub, concurrency, signal }: SearchNamesOptions): Promise<NameSearch> {
  const queue = new PQueue({ concurrency });
  const search: NameSearch = { collisions: [], unseen: [] };
  await queue.addAll(
    itemsToEnrol(plan).map((item) => async () => {
      signal.throwIfAborted();
      const { id, name } = item.target.account;
      try {
        search.collisions.push(...(await searchOne(item, hub, signal)));
      } catch (error) {
        if (signal.aborted) throw error;
        search.unseen.push({ account: { id, name }, reason: failureOf(error).message });
      }
    }),
  );
  return search;
}

async function searchOne(item: PlanItem, hub: Hub, signal: AbortSignal): Promise<NameCollision[]> {
  const { account, settings } = item.target;
  await assertEntry(item.target, hub, signal);
  const connection = connectionInto(hub, settings);
  const iam = new AccountIam(connection);
  try {
    const arn = `arn:${hub.partition}:iam::${account.id}`;
    const hasBucket = (bucket: string) => bucketExists(connection, bucket, signal);
    const taken = await findTaken(listGrantedNames(item), { iam, hasBucket, arn, signal });
    const where = { id: account.id, name: account.name };
    return taken.map(({ party, kind, name }) => ({ account: where, party, kind, taken: name }));
  } finally {
    iam.close();
  }
}

/** Those of the names that something has already. */
export async function findTaken(names: readonly GrantedName[], look: NameLook): Promise<GrantedName[]> {
  const looked = await Promise.all(names.map((name) => isTaken(name, look)));
  return names.filter((_name, index) => looked[index]);
}

async function isTaken(
  { kind, name, path = "/" }: GrantedName,
  { iam, hasBucket, arn, signal }: NameLook,
): Promise<boolean> {
  switch (kind) {
    case "role":
      return (await iam.readRole(name, signal)) !== undefined;
    case "policy":
      return iam.hasPolicy(`${arn}:policy${path}${name}`, signal);
    case "instance-profile":
      return (await iam.readInstanceProfile(name, signal)) !== undefined;
    case "user":
      return iam.hasUser(name, signal);
    case "bucket":
      return hasBucket(name);
  }
}

/** Names of buckets are one of a kind among all accounts: also one that may not be looked at is there. */
async function bucketExists(connection: AwsConnection, Bucket: string, abortSignal: AbortSignal): Promise<boolean> {
  // Few fleets have a bucket, and the client takes its time to load.
  const { HeadBucketCommand, S3Client } = await import("@aws-sdk/client-s3");
  const client = new S3Client({ ...connection, ...(connection.endpoint ? { forcePathStyle: true } : {}) });
  try {
    await client.send(new HeadBucketCommand({ Bucket }), { abortSignal });
    return true;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return false;
    if (status === 403 || status === 301) return true;
    throw error;
  } finally {
    client.destroy();
  }
}
