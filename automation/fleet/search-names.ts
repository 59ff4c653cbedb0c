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
  iam: Pick<AccountIam, "readRole" | "listPolicyNames" | "hasUser" | "readInstanceProfile">;
  /** Whether there is a bucket of that name anywhere. */
  hasBucket(name: string): Promise<boolean>;
  signal: AbortSignal;
}

/**
 * Looks into every account that is to be enrolled for what has a name already that is to be made there: a request a name, and one for all policies. An account that
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
    const hasBucket = (bucket: string) => bucketExists(connection, bucket, signal);
    const taken = await findTaken(listGrantedNames(item), { iam, hasBucket, signal });
    const where = { id: account.id, name: account.name };
    return taken.map(({ party, kind, name }) => ({ account: where, party, kind, taken: name }));
  } finally {
    iam.close();
  }
}

/**
 * Those of the names that something has already. In IAM a name is taken whatever the path of what has it: a role `/team/SpotRole` stands in
 * the way of `SpotRole`. Policies alone are asked for by their paths, so that they are listed.
 */
export async function findTaken(names: readonly GrantedName[], look: NameLook): Promise<GrantedName[]> {
  const wantsPolicies = names.some(({ kind }) => kind === "policy");
  const listed = wantsPolicies ? await look.iam.listPolicyNames(look.signal) : [];
  const policies = new Set(listed.map((name) => name.toLowerCase()));
  const looked = await Promise.all(names.map((name) => isTaken(name, policies, look)));
  return names.filter((_name, index) => looked[index]);
}

async function isTaken(
  { kind, name }: GrantedName,
  policies: ReadonlySet<string>,
  { iam, hasBucket, signal }: NameLook,
): Promise<boolean> {
  switch (kind) {
    case "role":
      return (await iam.readRole(name, signal)) !== undefined;
    case "policy":
      return policies.has(name.toLowerCase());
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
