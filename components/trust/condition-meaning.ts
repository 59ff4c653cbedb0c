import { canonicalJson, uniqueSorted } from "./canonical-json";
import { blockCovers, isAnyOfOperator, isKnownOperator, matchesPattern, meetsCondition } from "./condition-operators";
import type { DocumentStatement } from "./policy-document";
import { hasWildcard, mfaAgeKey, mfaPresentKey } from "./trust-conditions";

/** One condition that cannot be divided: an operator, a key in lower case, and the values of which any or none is asked for. @internal */
export interface AtomicCondition {
  operator: string;
  key: string;
  values: string[];
}

/** Every choice of one value for each condition that any value meets; other conditions stay whole. @internal */
export function combineConditions({ Condition = {} }: DocumentStatement): AtomicCondition[][] {
  let combinations: AtomicCondition[][] = [[]];
  for (const [operator, keys] of Object.entries(Condition)) {
    for (const [key, values] of Object.entries(keys)) {
      const choices = isAnyOfOperator(operator) ? values.map((value) => [value]) : [uniqueSorted(values)];
      const alternatives = choices.map((chosen) => normalize(operator, key.toLowerCase(), chosen));
      combinations = combinations.flatMap((met) => alternatives.map((alternative) => [...met, alternative]));
    }
  }
  return combinations.map(withoutImplied);
}

/** True when whoever meets the first condition meets the second. @internal */
export function implies(narrow: AtomicCondition, wide: AtomicCondition): boolean {
  if (writeCondition(narrow) === writeCondition(wide)) return true;
  if (isPresence(wide)) return narrow.key === wide.key && isAnyOfOperator(narrow.operator);
  if (asksMfa(wide)) return narrow.key === mfaAgeKey.toLowerCase() && isAnyOfOperator(narrow.operator);
  const [one = "", other = ""] = [narrow.values[0], wide.values[0]];
  if (narrow.key !== wide.key || wide.operator.includes(":") || `${one}${other}`.includes("$")) return false;
  if (isExact(narrow)) return isKnownOperator(wide.operator) && meetsCondition(wide.operator, wide.values, [one]);
  if (narrow.operator !== wide.operator) return false;
  switch (wide.operator) {
    case "StringLike":
      return fitsInto(one, other);
    case "IpAddress":
      return blockCovers(other, one);
    case "NumericLessThan":
      return Number(one) <= Number(other);
    default:
      return false;
  }
}

/** A condition as text that is equal for equal conditions. @internal */
export function writeCondition({ operator, key, values }: AtomicCondition): string {
  return canonicalJson([operator, key, values]);
}

/** Brings what is said in several ways to one of them. */
function normalize(operator: string, key: string, values: string[]): AtomicCondition {
  if (operator === "StringLike" && !values.some(hasWildcard)) return { operator: "StringEquals", key, values };
  if (operator === "ArnEquals") return { operator: "ArnLike", key, values };
  if (operator === "Null" && key === mfaAgeKey.toLowerCase() && values.join() === "false") {
    // Only who presented a second factor has an age of it: IAM User Guide, "aws:MultiFactorAuthAge".
    return { operator: "Bool", key: mfaPresentKey.toLowerCase(), values: ["true"] };
  }
  if (operator === "Bool" || operator === "Null") return { operator, key, values: values.map((v) => v.toLowerCase()) };
  if (operator.startsWith("Numeric")) return { operator, key, values: values.map((value) => String(Number(value))) };
  return { operator, key, values };
}

/** Leaves out conditions that others of the same way make superfluous. */
function withoutImplied(conditions: AtomicCondition[]): AtomicCondition[] {
  const unique = [...new Map(conditions.map((one) => [writeCondition(one), one])).values()];
  return unique.filter(
    (wide) =>
      !unique.some(
        (narrow) =>
          narrow !== wide &&
          implies(narrow, wide) &&
          !(implies(wide, narrow) && writeCondition(wide) < writeCondition(narrow)),
      ),
  );
}

function isPresence({ operator, values }: AtomicCondition): boolean {
  return operator === "Null" && values.join() === "false";
}

function asksMfa({ operator, key, values }: AtomicCondition): boolean {
  return operator === "Bool" && key === mfaPresentKey.toLowerCase() && values.join() === "true";
}

/** True for a condition that one single value meets. */
function isExact({ operator, values: [value = ""] }: AtomicCondition): boolean {
  return operator === "StringEquals" || (operator === "ArnLike" && !hasWildcard(value));
}

/** Sound for patterns too: a `?` stands for one character, and the other's `*` for any number. */
function fitsInto(one: string, pattern: string): boolean {
  return matchesPattern(one, pattern) && !(one.includes("*") && pattern.includes("?"));
}
