import { canonicalJson } from "../../components/trust/canonical-json";

/** What a statement of a policy is made of, as sets: `Action`, `Resource`, `Principal`, `Condition` and their like, each with its texts. */
export interface PolicyStatement {
  effect: string;
  sid?: string;
  elements: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Reads any policy document, of trust or of permissions; nothing for what is none. Order, repetition, and whether a list of one is written
 * as a list make no difference.
 */
export function readPolicy(value: unknown): PolicyStatement[] | undefined {
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return undefined;
  try {
    const { Statement } = JSON.parse(value) as { Statement?: unknown };
    const statements = asList(Statement);
    if (statements.length === 0 || !statements.every(isStatement)) return undefined;
    return eachOnce(statements.map(readStatement));
  } catch {
    return undefined;
  }
}

/** Equal texts for statements that mean the same. */
export function statementKey({ effect, sid = "", elements }: PolicyStatement): string {
  return canonicalJson([effect, sid, [...elements].map(([kind, texts]) => [kind, [...texts].sort()]).sort()]);
}

function isStatement(value: unknown): value is Record<string, unknown> & { Effect: string } {
  return typeof value === "object" && value !== null && "Effect" in value && typeof value.Effect === "string";
}

function readStatement({
  Effect: effect,
  Sid,
  ...rest
}: Record<string, unknown> & { Effect: string }): PolicyStatement {
  const elements = new Map(Object.entries(rest).map(([kind, value]) => [kind, new Set(readElement(kind, value))]));
  return { effect, elements, ...(typeof Sid === "string" && Sid !== "" ? { sid: Sid } : {}) };
}

function readElement(kind: string, value: unknown): string[] {
  if (kind === "Condition") {
    return entriesOf(value).flatMap(([operator, keys]) =>
      entriesOf(keys).flatMap(([key, wanted]) => asList(wanted).map((one) => `${operator} ${key} ${String(one)}`)),
    );
  }
  if (!kind.endsWith("Principal") || typeof value === "string") return asList(value).map(String);
  return entriesOf(value).flatMap(([type, who]) => asList(who).map((one) => (type === "AWS" ? "" : `${type} `) + one));
}

function eachOnce(statements: PolicyStatement[]): PolicyStatement[] {
  return [...new Map(statements.map((statement) => [statementKey(statement), statement])).values()];
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function asList(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
