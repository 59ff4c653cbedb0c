import PQueue from "p-queue";
import type { GrantOutcome } from "../model";
import type { AccountFacts } from "./coverage";
import { describeExternalIds, type LastProof } from "./external-id-coverage";

const stacksAtOnce = 8;

/** Where what is known of external ids comes from. */
export interface ExternalIdSources {
  /** What an account was given, as its stack records it. */
  grantsOf(accountId: string): Promise<GrantOutcome[]>;
  lastProofs: ReadonlyMap<string, LastProof>;
  /** The time that ages are counted to, in milliseconds since 1970. */
  now: number;
}

/** Adds to what was found out about each account what its stack records of the party's side: its vendor account and its external ids. */
export async function addExternalIds(
  facts: readonly AccountFacts[],
  sources: ExternalIdSources,
): Promise<AccountFacts[]> {
  const queue = new PQueue({ concurrency: stacksAtOnce });
  return queue.addAll(facts.map((account) => () => addTo(account, sources)));
}

async function addTo(facts: AccountFacts, { grantsOf, lastProofs, now }: ExternalIdSources): Promise<AccountFacts> {
  if (!facts.hasStack) return facts;
  const recorded = await grantsOf(facts.account.id);
  const grants = facts.grants.map((grant) => {
    const outcome = recorded.find(({ party }) => party === grant.party);
    if (!outcome) return grant;
    const { vendorAccountId: ownVendorAccountId } = outcome;
    const externalIds = describeExternalIds(outcome, lastProofs, now);
    return { ...grant, ...(ownVendorAccountId ? { ownVendorAccountId } : {}), externalIds };
  });
  return { ...facts, grants };
}
