import { canonicalJson, uniqueSorted } from "./canonical-json";
import { type AtomicCondition, combineConditions, implies, writeCondition } from "./condition-meaning";
import { type DocumentStatement, readTrustDocument } from "./policy-document";
import { findPrincipalProblem, parsePrincipal } from "./principal";

/** One way in or out that cannot be divided: an effect, a call, a principal, and conditions that must all hold. */
interface Way {
  subject: string;
  conditions: AtomicCondition[];
}

/**
 * True when two trust policy documents mean the same: let in the same principals by the same calls under the same conditions.
 *
 * Order, repetition, `Sid`s, how statements are cut, a bare account id against its root ARN, and what another statement or condition
 * covers already make no difference. Address blocks are not joined: two halves are not their whole.
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
  const ways = new Map(
    readTrustDocument(document)
      .Statement.flatMap(listWays)
      .map((way) => [writeWay(way), way]),
  );
  const needed = [...ways].filter(
    ([text, way]) => ![...ways].some(([other, wide]) => isCovered(way, text, wide, other)),
  );
  return canonicalJson(needed.map(([text]) => text).sort());
}

/** Of two ways that cover each other, one has to stay. */
function isCovered(narrow: Way, text: string, wide: Way, other: string): boolean {
  return narrow !== wide && isWider(wide, narrow) && !(isWider(narrow, wide) && text < other);
}

function isWider(wide: Way, narrow: Way): boolean {
  return (
    wide.subject === narrow.subject &&
    wide.conditions.every((condition) => narrow.conditions.some((own) => implies(own, condition)))
  );
}

function writeWay({ subject, conditions }: Way): string {
  return canonicalJson({ subject, conditions: uniqueSorted(conditions.map(writeCondition)) });
}

function listWays(statement: DocumentStatement): Way[] {
  const { Effect, NotAction, NotPrincipal } = statement;
  const actions =
    NotAction === undefined ? (statement.Action ?? []).map((action) => action.toLowerCase()) : [NotAction];
  const principals = NotPrincipal === undefined ? listPrincipals(statement.Principal ?? {}) : [NotPrincipal];
  const conditions = combineConditions(statement);
  return actions.flatMap((action) =>
    principals.flatMap((principal) =>
      conditions.map((met) => ({ subject: canonicalJson([Effect, action, principal]), conditions: met })),
    ),
  );
}

function listPrincipals(principals: Record<string, string[]>): string[] {
  return Object.values(principals)
    .flat()
    .map((text) => (findPrincipalProblem(text) === undefined ? parsePrincipal(text).text : text));
}
