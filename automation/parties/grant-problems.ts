import { findTrustProblems } from "../../components/trust/check-trust";
import { findChainedSessionProblem } from "../../components/trust/limits";
import { parsePrincipal } from "../../components/trust/principal";
import type { TrustStatement } from "../../components/trust/trust-policy";
import type { TrustProblem } from "../../components/trust/trust-problem";

/** The one statement of a grant's trust that is known before anything is made, and the fields of the grant it comes from. */
export interface KnownTrust {
  statement: Pick<TrustStatement, "principals"> & {
    externalIds?: string[] | undefined;
    organizationIds?: string[] | undefined;
  };
  /** Field with the principals, such as `principalArns`. */
  principals: string;
  /** Longest session in seconds, when the grant names one. */
  maxSessionSeconds?: number | undefined;
}

/**
 * Lists why AWS would refuse the trust of a grant, or whom it would let in besides, by the fields of the grant.
 *
 * @param guessable Words that are no external id, as others know them.
 */
export function findKnownTrustProblems(
  { statement, principals, maxSessionSeconds }: KnownTrust,
  guessable: readonly string[],
): TrustProblem[] {
  const known = Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined));
  const found = findTrustProblems({ statements: [known as unknown as TrustStatement] }, { guessable });
  const problems = found.map(({ path, message }) => ({ path: fieldOf(path, principals), message }));
  const chained = problems.length === 0 && statement.principals.every(isRole);
  const tooLong = chained && maxSessionSeconds !== undefined ? findChainedSessionProblem(maxSessionSeconds) : undefined;
  return [...problems, ...(tooLong === undefined ? [] : [{ path: "maxSessionSeconds", message: tooLong }])];
}

function isRole(principal: string): boolean {
  return ["role", "session"].includes(parsePrincipal(principal).kind);
}

/** `statements[0].externalIds[1]` is `externalIds[1]` of the grant; what is about all of it is told with its principals. */
function fieldOf(path: string, principals: string): string {
  const field = path.replace(/^statements(\[0\]\.?)?/, "");
  return field === "" ? principals : field.replace(/^principals/, principals);
}
