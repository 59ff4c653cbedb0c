import { type PolicyStatement, statementKey } from "./policy-elements";

/** One thing that a policy gets or loses. */
export interface PolicyChange {
  sign: "+" | "-";
  /** `action`, `resource`, `principal`, `condition` and their like, or a whole `statement`. */
  what: string;
  text: string;
  /** Of which statement, where a policy has several: its actions. */
  of?: string;
}

/**
 * What a policy gets and loses, statement by statement and action by action; nothing where both mean the same. Pure.
 *
 * A statement that was changed is told by what is new and what is gone of it: it is taken for the one of the same `Sid`, else for the one it has
 * most in common with.
 */
export function listPolicyChanges(
  before: readonly PolicyStatement[],
  after: readonly PolicyStatement[],
): PolicyChange[] {
  const isAmong = (list: readonly PolicyStatement[], one: PolicyStatement): boolean =>
    list.some((other) => statementKey(other) === statementKey(one));
  const gone = before.filter((statement) => !isAmong(after, statement));
  const come = after.filter((statement) => !isAmong(before, statement));
  const pairs = pairUp(gone, come);
  const hasSeveral = before.length > 1 || after.length > 1;
  const paired = new Set(pairs.flat());
  return [
    ...pairs.flatMap(([old, now]) => compare(old, now, hasSeveral)),
    ...gone.filter((one) => !paired.has(one)).map((one): PolicyChange => whole("-", one)),
    ...come.filter((one) => !paired.has(one)).map((one): PolicyChange => whole("+", one)),
  ];
}

/** The statements that belong together, those most alike first. */
function pairUp(
  gone: readonly PolicyStatement[],
  come: readonly PolicyStatement[],
): [PolicyStatement, PolicyStatement][] {
  const candidates = gone
    .flatMap((old) => come.map((now) => ({ old, now, likeness: likenessOf(old, now) })))
    .filter(({ likeness }) => likeness > 0)
    .sort((one, other) => other.likeness - one.likeness);
  const taken = new Set<PolicyStatement>();
  return candidates.flatMap(({ old, now }): [PolicyStatement, PolicyStatement][] => {
    if (taken.has(old) || taken.has(now)) return [];
    taken.add(old).add(now);
    return [[old, now]];
  });
}

function likenessOf(old: PolicyStatement, now: PolicyStatement): number {
  if (old.effect !== now.effect) return 0;
  const kinds = kindsOf(old, now);
  const equal = kinds.filter((kind) => missing(old, now, kind).length + missing(now, old, kind).length === 0).length;
  const shared = kinds.flatMap((kind) =>
    [...elementsOf(old, kind)].filter((text) => elementsOf(now, kind).has(text)),
  ).length;
  const isNamedSo = old.sid !== undefined && old.sid === now.sid;
  return (isNamedSo ? 1_000_000 : 0) + equal * 1_000 + shared;
}

function compare(old: PolicyStatement, now: PolicyStatement, hasSeveral: boolean): PolicyChange[] {
  const of = hasSeveral ? titleOf(now) : undefined;
  const told = (sign: "+" | "-", kind: string, texts: readonly string[]): PolicyChange[] =>
    texts.map((text) => ({ sign, what: wordOf(kind), text, ...(of === undefined ? {} : { of }) }));
  return kindsOf(old, now).flatMap((kind) => [
    ...told("+", kind, missing(now, old, kind)),
    ...told("-", kind, missing(old, now, kind)),
  ]);
}

function whole(sign: "+" | "-", statement: PolicyStatement): PolicyChange {
  return { sign, what: "statement", text: describeStatement(statement) };
}

/** What one statement has of a kind and the other has not. */
function missing(one: PolicyStatement, other: PolicyStatement, kind: string): string[] {
  return [...elementsOf(one, kind)].filter((text) => !elementsOf(other, kind).has(text)).sort();
}

function elementsOf({ elements }: PolicyStatement, kind: string): ReadonlySet<string> {
  return elements.get(kind) ?? new Set();
}

const order = ["Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

function kindsOf(...statements: readonly PolicyStatement[]): string[] {
  const kinds = new Set(statements.flatMap(({ elements }) => [...elements.keys()]));
  return [...kinds].sort((one, other) => order.indexOf(one) - order.indexOf(other) || (one < other ? -1 : 1));
}

function wordOf(kind: string): string {
  return kind.replace(/^Not(?=[A-Z])/, "not-").toLowerCase();
}

/** As short as it is told apart by: its name, else its first action. */
function titleOf({ effect, sid, elements }: PolicyStatement): string {
  const [first = "", ...rest] = [...(elements.get("Action") ?? elements.get("NotAction") ?? [])].sort();
  return `${effect} ${sid ?? (rest.length > 0 ? `${first} and ${rest.length} more` : first)}`;
}

function describeStatement(statement: PolicyStatement): string {
  const parts = kindsOf(statement).map(
    (kind) => `${wordOf(kind)} ${[...elementsOf(statement, kind)].sort().join(", ")}`,
  );
  return `${statement.effect} ${parts.join("; ")}`;
}
