import { type AssumeRequest, isKnownKey, neededActions, requestContext } from "./assume-request";
import { matchesPattern, meetsCondition } from "./condition-operators";
import { type DocumentStatement, readTrustDocument } from "./policy-document";
import { findPrincipalProblem, isAccountId, parsePrincipal, type TrustPrincipal } from "./principal";
import { renderTrustPolicy } from "./render-trust";
import type { TrustPolicy } from "./trust-policy";
import { TrustError } from "./trust-problem";

/** Whether a trust policy lets a request in, and why. */
export interface TrustDecision {
  allowed: boolean;
  /** In words, for a person: what let the request in, or what kept it out. */
  reason: string;
  /** The statement that decided: its `Sid`, else its position counted from 0; none when no statement allowed. */
  statement?: string | number;
}

/**
 * Decides whether a trust policy lets somebody in, as STS does, without asking anybody.
 *
 * Only the trust side: a caller of another account also needs its own account's permission to assume the role.
 *
 * @param policy Policy as data, or the text of a document as IAM returns it.
 * @throws TrustError when the policy cannot be read or holds something this package cannot decide.
 */
export function evaluateTrust(policy: string | TrustPolicy, request: AssumeRequest): TrustDecision {
  const document = readTrustDocument(typeof policy === "string" ? policy : renderTrustPolicy(policy));
  const decisions = neededActions(request).map((action) => decide(document.Statement, action, request));
  return decisions.find(({ allowed }) => !allowed) ?? decisions[0] ?? { allowed: false, reason: "nothing was asked" };
}

function decide(statements: DocumentStatement[], action: string, request: AssumeRequest): TrustDecision {
  const misses = statements.map((statement) => findMiss(statement, action, request));
  const deny = statements.findIndex(({ Effect }, index) => Effect === "Deny" && misses[index] === undefined);
  const allow = statements.findIndex(({ Effect }, index) => Effect === "Allow" && misses[index] === undefined);
  const decidedBy = deny >= 0 ? deny : allow;
  if (decidedBy < 0) {
    const reasons = statements.flatMap(({ Effect, Sid }, index) =>
      Effect === "Allow" ? [`statement ${Sid ?? index} ${misses[index]}`] : [],
    );
    return { allowed: false, reason: `nothing allows ${action}: ${reasons.join("; ") || "there is no statement"}` };
  }
  const name = statements[decidedBy]?.Sid ?? decidedBy;
  return {
    allowed: deny < 0,
    reason: `statement ${name} ${deny < 0 ? "allows" : "denies"} ${action} to ${request.principalArn}`,
    statement: name,
  };
}

/** Says where a statement does not apply to a request, or nothing when it does. */
function findMiss(statement: DocumentStatement, action: string, request: AssumeRequest): string | undefined {
  const covers = (patterns: string[]): boolean =>
    patterns.some((pattern) => matchesPattern(action.toLowerCase(), pattern.toLowerCase()));
  if (!(statement.NotAction === undefined ? covers(statement.Action ?? []) : !covers(statement.NotAction))) {
    return "is about other calls";
  }
  const caller = parsePrincipal(request.principalArn);
  const callerAccount = request.accountId ?? caller.accountId;
  const names = (principals: Record<string, string[]> = {}): boolean =>
    Object.values(principals)
      .flat()
      .some((text) => isSamePrincipal(text, caller, callerAccount));
  if (!(statement.NotPrincipal === undefined ? names(statement.Principal) : !names(statement.NotPrincipal))) {
    return `does not name ${request.principalArn}`;
  }
  return findUnmetCondition(statement, requestContext(request));
}

/** What is known is decided first: a condition that is not met settles the statement, whatever else it asks. */
function findUnmetCondition(statement: DocumentStatement, context: Map<string, string[]>): string | undefined {
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => ({ operator, key, wanted })),
  );
  for (const { operator, key, wanted } of conditions.filter((condition) => isKnownKey(condition.key))) {
    const actual = context.get(key.toLowerCase());
    if (!meetsCondition(operator, wanted, actual)) {
      return `asks for ${key} ${operator} ${wanted.join(" or ")}, and the request has ${actual?.join(", ") ?? "none"}`;
    }
  }
  const unknown = conditions.find((condition) => !isKnownKey(condition.key));
  if (unknown !== undefined) {
    const message = `asks for ${unknown.key}, of which nothing is known here`;
    throw new TrustError("The trust policy cannot be evaluated", [{ path: "A condition", message }]);
  }
  return undefined;
}

function isSamePrincipal(text: string, caller: TrustPrincipal, callerAccount: string | undefined): boolean {
  if (text === "*") {
    return true;
  }
  // The unique id of a deleted principal, for example: nobody is that any more.
  if (findPrincipalProblem(text) !== undefined) {
    return false;
  }
  const named = parsePrincipal(text);
  if (named.kind === "account" || isAccountId(text)) {
    const isOfAccount = ["account", "role", "user", "session"].includes(caller.kind);
    return isOfAccount && named.accountId === callerAccount;
  }
  if (named.kind === "role" && caller.kind === "session") {
    return named.accountId === caller.accountId && named.name === caller.name;
  }
  return named.text === caller.text;
}
