import { isMap, type PropertyValue as Json } from "../../kernel/property-values";
import { parseObjectText } from "./json-text";

// Elements whose value may be one item or a list, in any order.
const listElements = ["Action", "NotAction", "Resource", "NotResource"];
const principalElements = ["Principal", "NotPrincipal"];

/**
 * Whether two policy documents mean the same: order, one item or a list of one, and an account id or the ARN of its root
 * make no difference. The real plugin compares in the same way, or every refresh would find a change.
 */
export function samePolicy(left: Json, right: Json): boolean {
  if (typeof left !== "string" || typeof right !== "string") return false;
  const [first, second] = [canonicalPolicy(left), canonicalPolicy(right)];
  return first !== undefined && first === second;
}

function canonicalPolicy(document: string): string | undefined {
  const policy = parseObjectText(document);
  if (!policy) return undefined;
  const { Statement, ...rest } = policy;
  const statements = listOf(Statement).map((statement) => JSON.stringify(canonicalStatement(statement)));
  return JSON.stringify([sortKeys(rest), statements.sort()]);
}

function canonicalStatement(statement: Json): Json {
  if (!isMap(statement)) return statement;
  const canonical: Record<string, Json> = {};
  for (const [element, value] of Object.entries(statement)) {
    if (listElements.includes(element)) canonical[element] = sortedSet(listOf(value));
    else if (principalElements.includes(element)) canonical[element] = canonicalPrincipal(value);
    else if (element === "Condition") canonical[element] = canonicalCondition(value);
    else if (element !== "Sid" || value !== "") canonical[element] = value;
  }
  return sortKeys(canonical);
}

function canonicalPrincipal(principal: Json): Json {
  if (principal === "*") return { AWS: ["*"] };
  if (!isMap(principal)) return principal;
  return sortKeys(
    Object.fromEntries(
      Object.entries(principal).map(([kind, value]) => [kind, sortedSet(listOf(value).map(rootArnOfAccount))]),
    ),
  );
}

function rootArnOfAccount(principal: Json): Json {
  return typeof principal === "string" && /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
}

function canonicalCondition(condition: Json): Json {
  if (!isMap(condition)) return condition;
  const operators = Object.entries(condition).map(([operator, keys]) => [
    operator,
    isMap(keys)
      ? sortKeys(
          Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, sortedSet(listOf(value).map(String))])),
        )
      : keys,
  ]);
  return sortKeys(Object.fromEntries(operators));
}

function sortedSet(values: Json[]): Json[] {
  return [...new Set(values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))))].sort();
}

function sortKeys(value: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
