import { assumeActionOf } from "./assume-actions";
import { uniqueSorted } from "./canonical-json";
import { isAnyOfOperator } from "./condition-operators";
import { type DocumentStatement, readTrustDocument } from "./policy-document";
import { findPrincipalProblem, parsePrincipal } from "./principal";
import {
  externalIdKey,
  hasWildcard,
  issuersOf,
  listConditions,
  mfaAgeKey,
  mfaPresentKey,
  tagConditions,
  textConditions,
} from "./trust-conditions";
import type { TrustPolicy, TrustStatement } from "./trust-policy";
import { TrustError, type TrustProblem } from "./trust-problem";

/**
 * Reads the trust policy of an existing role, plain or URL-encoded as IAM returns it, into data.
 *
 * A bare account id comes back from AWS as its root ARN; both are the same here.
 *
 * @throws TrustError naming everything that {@link TrustPolicy} has no words for, such as `Deny` or a wildcard principal.
 */
export function parseTrustPolicy(document: string): TrustPolicy {
  const problems: TrustProblem[] = [];
  const statements = readTrustDocument(document).Statement.map((statement, index) =>
    parseStatement(statement, (place, message) => problems.push({ path: `Statement[${index}]${place}`, message })),
  );
  if (problems.length > 0) {
    throw new TrustError("The trust policy holds more than this package describes", problems);
  }
  return { statements };
}

type Report = (place: string, message: string) => void;

function parseStatement(statement: DocumentStatement, report: Report): TrustStatement {
  if (statement.Effect === "Deny") {
    report(".Effect", "denies; only statements that allow can be described");
  }
  for (const negation of ["NotPrincipal", "NotAction"] as const) {
    if (statement[negation] !== undefined) {
      report(`.${negation}`, "names everybody else; only what is named can be described");
    }
  }
  const principals = Object.values(statement.Principal ?? {}).flat();
  for (const principal of principals) {
    const problem = findPrincipalProblem(principal);
    if (problem !== undefined) {
      report(".Principal", `"${principal}" ${problem}`);
    }
  }
  const readable = principals.filter((principal) => findPrincipalProblem(principal) === undefined);
  const parsed: TrustStatement = { principals: readable.map((principal) => parsePrincipal(principal).text) };
  if (statement.Sid !== undefined) {
    parsed.sid = statement.Sid;
  }
  const usual = uniqueSorted(readable.map((principal) => assumeActionOf(parsePrincipal(principal).kind)));
  if (uniqueSorted(statement.Action ?? []).join() !== usual.join()) {
    parsed.actions = uniqueSorted(statement.Action ?? []);
  }
  parseConditions(parsed, statement, report);
  return parsed;
}

function parseConditions(parsed: TrustStatement, { Condition = {} }: DocumentStatement, report: Report): void {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  const seen = new Set<string>();
  for (const { operator, key, values } of conditions) {
    const name = key.toLowerCase();
    const asksAlike = conditions.some((other) => other.key.toLowerCase() === name && isAnyOfOperator(other.operator));
    // That a key is there at all goes without saying where a value of it is asked for.
    if (operator === "Null" && values.join() === "false" && asksAlike) continue;
    // Two operators on one key must both hold; as data they would be two values, any of which does.
    if (seen.has(name) || !parseCondition(parsed, operator, key, values)) {
      report(`.Condition.${operator}`, `asks about ${key} in a way that cannot be described`);
    }
    seen.add(name);
  }
}

/** Sets the field a condition stands for; false when there is none. */
function parseCondition(parsed: TrustStatement, operator: string, key: string, values: string[]): boolean {
  const isText = operator === "StringLike" || (operator === "StringEquals" && !values.some(hasWildcard));
  const issuers = issuersOf(parsed);
  const isKey = (wanted: string): boolean => key.toLowerCase() === wanted.toLowerCase();
  const list = listConditions.find((condition) => condition.operator === operator && isKey(condition.key));
  const text = textConditions.find((condition) => isText && isKey(condition.key));
  const tag = tagConditions.find(({ prefix }) => isText && key.toLowerCase().startsWith(prefix.toLowerCase()));
  const field = list?.field ?? text?.field;
  if (field !== undefined) {
    parsed[field] = values;
  } else if (tag !== undefined) {
    parsed[tag.field] = { ...parsed[tag.field], [key.slice(tag.prefix.length)]: values };
  } else if (isText && isKey(externalIdKey)) {
    Object.assign(parsed, splitPatterns("externalIds", "externalIdPatterns", values));
  } else if (isText && issuers.some((issuer) => isKey(`${issuer}:sub`))) {
    Object.assign(parsed, splitPatterns("subjects", "subjectPatterns", values));
  } else if (isText && issuers.some((issuer) => isKey(`${issuer}:aud`))) {
    parsed.audiences = values;
  } else if (operator === "Bool" && isKey(mfaPresentKey) && values.join() === "true") {
    parsed.requireMfa = true;
  } else if (operator === "Null" && isKey(mfaAgeKey) && values.join() === "false") {
    // Only who presented a second factor has an age of it: IAM User Guide, "aws:MultiFactorAuthAge".
    parsed.requireMfa = true;
  } else if (operator === "NumericLessThan" && isKey(mfaAgeKey) && values.length === 1) {
    parsed.maxMfaAgeSeconds = Number(values[0]);
  } else {
    return false;
  }
  return true;
}

function splitPatterns(exact: string, pattern: string, values: string[]): Record<string, string[]> {
  const patterns = values.filter(hasWildcard);
  const others = values.filter((value) => !hasWildcard(value));
  return { ...(others.length > 0 && { [exact]: others }), ...(patterns.length > 0 && { [pattern]: patterns }) };
}
