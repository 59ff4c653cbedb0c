import { canonicalJson, uniqueSorted } from "./canonical-json";
import { isAnyOfOperator } from "./condition-operators";
import { type DocumentStatement, readTrustDocument } from "./policy-document";
import { findPrincipalProblem, parsePrincipal } from "./principal";
import { hasWildcard } from "./trust-conditions";

/** One way in or out that cannot be divided: an effect, a call, a principal, and conditions that must all hold. */
interface Way {
  subject: string;
  conditions: string[];
}

/**
 * True when two trust policy documents mean the same: let in the same principals by the same calls under the same conditions.
 *
 * Order, repetition, `Sid`s, how statements are cut, and a bare account id against its root ARN make no difference.
 *
 * @throws TrustError when one of them is not a policy document.
 */
export function isSameTrust(one: string, other: string): boolean {
  return trustMeaning(one) === trustMeaning(other);
}

/**
 * Writes what a trust policy document means as text that is equal for documents of equal meaning.
 *
 * @throws TrustError when it is not a policy document.
 */
export function trustMeaning(document: string): string {
  const ways = readTrustDocument(document).Statement.flatMap(listWays);
  const needed = ways.filter((way) => !ways.some((other) => other !== way && isWider(other, way)));
  return canonicalJson(uniqueSorted(needed.map((way) => canonicalJson(way))));
}

function isWider(wide: Way, narrow: Way): boolean {
  return (
    wide.subject === narrow.subject &&
    wide.conditions.length < narrow.conditions.length &&
    wide.conditions.every((condition) => narrow.conditions.includes(condition))
  );
}

function listWays(statement: DocumentStatement): Way[] {
  const { Effect, NotAction, NotPrincipal } = statement;
  const actions =
    NotAction === undefined ? (statement.Action ?? []).map((action) => action.toLowerCase()) : [NotAction];
  const principals = NotPrincipal === undefined ? listPrincipals(statement.Principal ?? {}) : [NotPrincipal];
  const conditions = combineConditions(statement);
  return actions.flatMap((action) =>
    principals.flatMap((principal) =>
      conditions.map((met) => ({ subject: canonicalJson([Effect, action, principal]), conditions: uniqueSorted(met) })),
    ),
  );
}

function listPrincipals(principals: Record<string, string[]>): string[] {
  return Object.values(principals)
    .flat()
    .map((text) => (findPrincipalProblem(text) === undefined ? parsePrincipal(text).text : text));
}

/** Every choice of one value for each condition that any value meets; other conditions stay whole. */
function combineConditions({ Condition = {} }: DocumentStatement): string[][] {
  let combinations: string[][] = [[]];
  for (const [operator, keys] of Object.entries(Condition)) {
    for (const [key, values] of Object.entries(keys)) {
      const choices = isAnyOfOperator(operator)
        ? uniqueSorted(values).map((value) => writeCondition(operator, key, value))
        : [canonicalJson([operator, key.toLowerCase(), uniqueSorted(values)])];
      combinations = combinations.flatMap((met) => choices.map((choice) => [...met, choice]));
    }
  }
  return combinations;
}

function writeCondition(operator: string, key: string, value: string): string {
  const exact = operator === "StringLike" && !hasWildcard(value) ? "StringEquals" : operator;
  return canonicalJson([exact === "ArnEquals" ? "ArnLike" : exact, key.toLowerCase(), value]);
}
