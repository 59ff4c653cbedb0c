import { type OrganizationsClient, paginateListTagsForResource } from "@aws-sdk/client-organizations";
import PQueue from "p-queue";
import type { Account } from "../model";

/**
 * Adds their tags to accounts of an organization, one request and page after another each.
 *
 * @param isAsked Whether an account's tags are wanted; nothing is asked for the others.
 * @param requestsAtOnce How many accounts are asked about together.
 */
export async function withTags(
  client: OrganizationsClient,
  accounts: readonly Account[],
  isAsked: (account: Account) => boolean,
  { requestsAtOnce, signal }: { requestsAtOnce: number; signal: AbortSignal | undefined },
): Promise<Account[]> {
  const queue = new PQueue({ concurrency: requestsAtOnce });
  const asked = accounts.map(async (account) => {
    if (!isAsked(account)) return account;
    const tags = await queue.add(() => listTags(client, account.id, signal), { throwOnTimeout: true });
    return { ...account, tags };
  });
  // Where one is refused, so are the others: thousands of them are not asked for nothing.
  return Promise.all(asked).finally(() => queue.clear());
}

async function listTags(
  client: OrganizationsClient,
  ResourceId: string,
  abortSignal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  const tags: [string, string][] = [];
  for await (const page of paginateListTagsForResource({ client }, { ResourceId }, { abortSignal })) {
    tags.push(...(page.Tags ?? []).map(({ Key = "", Value = "" }): [string, string] => [Key, Value]));
  }
  return Object.fromEntries(tags);
}
