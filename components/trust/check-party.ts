import { actionsOf } from "./assume-actions";
import { findPartyOfAccount, type KnownParty, knownParties } from "./known-parties";
import { parsePrincipal, type TrustPrincipal } from "./principal";
import type { TrustPolicy, TrustStatement } from "./trust-policy";
import type { TrustProblem } from "./trust-problem";

/** Lists where a policy lets in somebody else than the party it is for, or a party's other customers. @internal */
export function findPartyProblems(policy: TrustPolicy): TrustProblem[] {
  const party = policy.party === undefined ? undefined : knownParties[policy.party];
  return policy.statements.flatMap((statement, index) => [
    ...(party === undefined || policy.allowOtherPrincipals === true ? [] : findStrangers(statement, index, party)),
    ...findMissingExternalId(statement, index, party),
  ]);
}

function findStrangers(statement: TrustStatement, index: number, party: KnownParty): TrustProblem[] {
  return statement.principals.flatMap((text, position) => {
    const { accountId } = parsePrincipal(text);
    if (party.accounts.some((account) => account.accountId === accountId)) {
      return [];
    }
    const known = party.accounts.map((account) => `${account.accountId} (${account.installation})`).join(", ");
    const other = party.otherAccounts.find((account) => account.accountId === accountId);
    const reason =
      other === undefined ? "is not an account of" : `belongs to another product (${other.installation}) of`;
    const message = `"${text}" ${reason} ${party.title}: it enters from ${known}; set allowOtherPrincipals if you know better`;
    return [{ path: `statements[${index}].principals[${position}]`, message }];
  });
}

function findMissingExternalId(
  statement: TrustStatement,
  index: number,
  party: KnownParty | undefined,
): TrustProblem[] {
  const assumes = actionsOf(statement).includes("sts:AssumeRole");
  const bound = [...(statement.externalIds ?? []), ...(statement.externalIdPatterns ?? [])].length > 0;
  const sender = statement.principals
    .map((principal) => parsePrincipal(principal))
    .map((principal) => findSender(principal, party))
    .find((known) => known?.sendsExternalId === true);
  if (!assumes || bound || sender === undefined) {
    return [];
  }
  const message = `are missing: without one, every other customer of ${sender.title} could be let in through it`;
  return [{ path: `statements[${index}].externalIds`, message }];
}

/** A party sends its external id from wherever it runs; a service principal beside it never does. */
function findSender({ accountId }: TrustPrincipal, party: KnownParty | undefined): KnownParty | undefined {
  return accountId === undefined ? undefined : (party ?? findPartyOfAccount(accountId));
}
