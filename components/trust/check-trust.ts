import { trustActions } from "./assume-actions";
import { findConditionProblems } from "./check-conditions";
import { findPartyProblems } from "./check-party";
import { iamLimits } from "./limits";
import { findPrincipalProblem, parsePrincipal } from "./principal";
import { writeTrustDocument } from "./trust-document";
import type { TrustPolicy, TrustStatement } from "./trust-policy";
import { TrustError, type TrustProblem } from "./trust-problem";

/** What a check of a trust policy may know beyond the policy itself. */
export interface TrustCheckOptions {
  /** Words somebody else could know, refused as external ids: names of the account, the role, the organization. */
  guessable?: readonly string[];
  /** Characters AWS takes, where the quota was raised. @default 2048 */
  maxLength?: number;
}

/** Throws a {@link TrustError} with every problem of a trust policy; does nothing when there is none. */
export function assertTrustPolicy(policy: TrustPolicy, options: TrustCheckOptions = {}): void {
  const problems = findTrustProblems(policy, options);
  if (problems.length > 0) {
    throw new TrustError("The trust policy is refused", problems);
  }
}

/** Lists every reason why a trust policy must not be used: what AWS refuses, and what would let in somebody else. */
export function findTrustProblems(policy: TrustPolicy, options: TrustCheckOptions = {}): TrustProblem[] {
  if (policy.statements.length === 0) {
    return [{ path: "statements", message: "is empty: nobody could assume the role" }];
  }
  const unreadable = policy.statements.flatMap(findPrincipalProblems);
  if (unreadable.length > 0) {
    return unreadable;
  }
  return [
    ...policy.statements.flatMap(findStatementProblems),
    ...policy.statements.flatMap((statement, index) =>
      findConditionProblems(statement, `statements[${index}]`, options.guessable ?? []),
    ),
    ...findPartyProblems(policy),
    ...findRepeatedSids(policy),
    ...findLengthProblems(policy, options.maxLength ?? iamLimits.trustPolicy),
  ];
}

function findPrincipalProblems({ principals }: TrustStatement, index: number): TrustProblem[] {
  const path = `statements[${index}].principals`;
  if (principals.length === 0) {
    return [{ path, message: "is empty: name who may assume the role" }];
  }
  return principals.flatMap((principal, position) => {
    const problem = findPrincipalProblem(principal);
    return problem === undefined ? [] : [{ path: `${path}[${position}]`, message: `"${principal}" ${problem}` }];
  });
}

function findStatementProblems(statement: TrustStatement, index: number): TrustProblem[] {
  const path = `statements[${index}]`;
  const problems: TrustProblem[] = [];
  if (statement.sid !== undefined && !/^[A-Za-z0-9]+$/.test(statement.sid)) {
    problems.push({ path: `${path}.sid`, message: `"${statement.sid}" may hold only letters and digits` });
  }
  for (const [position, action] of (statement.actions ?? []).entries()) {
    if (!trustActions.includes(action)) {
      const message = `"${action}" is not an action of a trust policy: one of ${trustActions.join(", ")}`;
      problems.push({ path: `${path}.actions[${position}]`, message });
    }
  }
  if (statement.actions?.length === 0) {
    problems.push({ path: `${path}.actions`, message: "is empty: leave it out for the call that fits the principals" });
  }
  const kinds = new Set(statement.principals.map((principal) => parsePrincipal(principal).kind));
  const federated = kinds.has("oidc") || kinds.has("saml");
  if (federated && kinds.size > 1) {
    const message =
      "mixes identity providers with others, which assume by another call: give each kind its own statement";
    problems.push({ path: `${path}.principals`, message });
  }
  if (statement.principals.length > 1 && kinds.has("oidc")) {
    const message = "names several identity providers, and no token is from two: give each provider its own statement";
    problems.push({ path: `${path}.principals`, message });
  }
  return problems;
}

function findRepeatedSids({ statements }: TrustPolicy): TrustProblem[] {
  return statements.flatMap(({ sid }, index) =>
    sid !== undefined && statements.findIndex((other) => other.sid === sid) < index
      ? [{ path: `statements[${index}].sid`, message: `"${sid}" is the name of an earlier statement` }]
      : [],
  );
}

function findLengthProblems(policy: TrustPolicy, maxLength: number): TrustProblem[] {
  const { length } = writeTrustDocument(policy);
  return length <= maxLength
    ? []
    : [
        {
          path: "statements",
          message: `come to ${length} characters: AWS takes ${maxLength}; name fewer principals or external ids, or use a second role`,
        },
      ];
}
