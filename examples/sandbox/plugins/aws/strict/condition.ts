import { isObject } from "./statement";

// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
const operators = new Set([
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnLike",
  "ArnNotEquals",
  "ArnNotLike",
  "Null",
]);

/** Whether a Condition element is one of the policy language: known operators, and keys with plain values. */
export function isCondition(condition: unknown): boolean {
  if (condition === undefined) return true;
  return (
    isObject(condition) &&
    Object.entries(condition).every(([operator, keys]) => isOperator(operator) && hasValues(keys))
  );
}

function isOperator(written: string): boolean {
  return operators.has(written.replace(/^For(AnyValue|AllValues):/, "").replace(/IfExists$/, ""));
}

function hasValues(keys: unknown): boolean {
  return (
    isObject(keys) &&
    Object.values(keys).every((value) =>
      (Array.isArray(value) ? value : [value]).every((item) => ["string", "number", "boolean"].includes(typeof item)),
    )
  );
}
