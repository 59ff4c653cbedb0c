import { partyTitle } from "../parties/parties";
import type { VendorAccount } from "../parties/vendor-side";
import type { AccountCoverage, AccountFacts, GrantCoverage } from "./coverage";

/** The name we give to a Spot account until it is connected. */
const halfCreatedName = /^aws-(\d{12})$/;

/** Vendor accounts that were made for an AWS account by a run of ours and are connected to nothing. Pure. */
export function findHalfCreated(vendorAccounts: readonly VendorAccount[], accountId: string): VendorAccount[] {
  return vendorAccounts.filter((account) => halfCreatedFor(account) === accountId);
}

/** Says what was half-created, as part of a sentence about the account. */
export function describeHalfCreated(halfCreated: readonly VendorAccount[]): string {
  const named = halfCreated.map(({ id, party }) => `${id} at ${partyTitle(party)}`).join(", ");
  return `${named} ${halfCreated.length === 1 ? "was" : "were"} made for it and never connected`;
}

/**
 * What belongs to AWS accounts that are not in the organization: stacks, vendor accounts connected to them, and vendor accounts that
 * were made for them and never connected. Pure.
 *
 * @param stacks Ids of the accounts that have a stack in this fleet.
 */
export function findOrphans(
  facts: readonly AccountFacts[],
  vendorAccounts: readonly VendorAccount[],
  stacks: readonly string[],
): AccountCoverage[] {
  const known = new Set(facts.map(({ account }) => account.id));
  const withStack = new Set(stacks);
  const owned = new Map<string, VendorAccount[]>(stacks.map((id) => [id, []]));
  for (const account of vendorAccounts) {
    const owner = account.awsAccountId ?? halfCreatedFor(account);
    if (owner !== undefined) owned.set(owner, [...(owned.get(owner) ?? []), account]);
  }
  return [...owned]
    .filter(([accountId]) => !known.has(accountId))
    .map(([accountId, own]) => describeOrphan(accountId, own, withStack.has(accountId)));
}

function describeOrphan(accountId: string, own: readonly VendorAccount[], hasStack: boolean): AccountCoverage {
  const connected = own.filter(({ awsAccountId }) => awsAccountId !== undefined);
  const halfCreated = own.filter(({ awsAccountId }) => awsAccountId === undefined);
  const at = [...new Set(connected.map(({ party }) => partyTitle(party)))].join(", ");
  const reasons = [
    ...(hasStack ? ["has a stack"] : []),
    ...(connected.length > 0 ? [`is connected at ${at}`] : []),
    ...(halfCreated.length > 0 ? [describeHalfCreated(halfCreated)] : []),
    "is not in this organization",
  ];
  const parties = [...new Set(own.map(({ party }) => party))];
  const grants = parties.map(
    (party): GrantCoverage => ({
      party,
      role: "not-looked-at",
      vendorAccounts: own.filter((account) => account.party === party).map(({ id, name }) => ({ id, name })),
    }),
  );
  const [first] = own;
  const reason = reasons.join(", and ");
  return { accountId, name: first?.name ?? accountId, state: "orphaned", reason, hasStack, grants };
}

function halfCreatedFor({ name, awsAccountId }: VendorAccount): string | undefined {
  return awsAccountId === undefined ? halfCreatedName.exec(name)?.[1] : undefined;
}
