import { partyTitle } from "../parties/parties";
import type { AccountCoverage, GrantCoverage } from "./coverage";

/** What to do about an account that is not as it should be; nothing where all is well, or a sentence for all says it. Pure. */
export function adviseOn({ accountId, ouPath, state, hasStack, grants }: AccountCoverage): string | undefined {
  switch (state) {
    case "missing":
    case "incomplete":
      return `cross-account up --only ${accountId}`;
    case "closed":
      return `cross-account up --only ${accountId} opens it again, cross-account offboard --only ${accountId} --no-grace deletes the rest now`;
    case "doubled":
      return `${keepOne(grants)}, then cross-account up --only ${accountId}`;
    case "orphaned": {
      if (hasStack) return `cross-account offboard --only ${accountId}, or include the account again`;
      const named = nameAll(grants);
      if (named === "") return undefined;
      return ouPath === undefined
        ? `delete ${named}, unless somebody else's account needs it`
        : `include the account to take it over, or delete ${named}`;
    }
    default:
      return undefined;
  }
}

function keepOne(grants: readonly GrantCoverage[]): string {
  const doubled = grants.filter(
    ({ vendorAccounts, halfCreated = [] }) => vendorAccounts.length + halfCreated.length > 1,
  );
  return doubled
    .map(({ party, vendorAccounts, halfCreated = [], ownVendorAccountId }) => {
      const ids = [...vendorAccounts, ...halfCreated].map(({ id }) => id);
      // What is connected to nothing is nobody's loss.
      const keep = ownVendorAccountId ?? (vendorAccounts.length === 1 ? vendorAccounts[0]?.id : undefined);
      const others = ids.filter((id) => id !== keep);
      return keep === undefined
        ? `delete or disconnect all but one of ${ids.join(", ")} at ${partyTitle(party)}`
        : `delete ${others.join(", ")} at ${partyTitle(party)} and keep ${keep}`;
    })
    .join("; ");
}

function nameAll(grants: readonly GrantCoverage[]): string {
  return grants
    .flatMap(({ party, vendorAccounts, halfCreated = [] }) =>
      [...vendorAccounts, ...halfCreated].map(({ id }) => `${id} at ${partyTitle(party)}`),
    )
    .join(", ");
}
