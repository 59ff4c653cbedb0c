import { parsePrincipal } from "./principal";
import type { TrustStatement } from "./trust-policy";

/** Conditions as a policy document holds them: operator, then condition key, then values. */
export type Conditions = Record<string, Record<string, string[]>>;

type ListField = {
  [Field in keyof TrustStatement]-?: NonNullable<TrustStatement[Field]> extends string[] ? Field : never;
}[keyof TrustStatement];

interface ListCondition {
  field: Exclude<ListField, "principals" | "actions">;
  key: string;
  operator: string;
}

/** Conditions that are a list under one key with one operator. */
export const listConditions: readonly ListCondition[] = [
  { field: "organizationIds", operator: "StringEquals", key: "aws:PrincipalOrgID" },
  { field: "principalArns", operator: "ArnLike", key: "aws:PrincipalArn" },
  { field: "sourceIps", operator: "IpAddress", key: "aws:SourceIp" },
  { field: "sourceAccounts", operator: "StringEquals", key: "aws:SourceAccount" },
  { field: "sourceArns", operator: "ArnLike", key: "aws:SourceArn" },
  { field: "tagKeys", operator: "ForAllValues:StringEquals", key: "aws:TagKeys" },
];

/** Conditions whose values may hold wildcards, under one key: `StringLike` when one does, else `StringEquals`. */
export const textConditions: readonly Omit<ListCondition, "operator">[] = [
  { field: "sessionNames", key: "sts:RoleSessionName" },
  { field: "sourceIdentities", key: "sts:SourceIdentity" },
];

/** Conditions by tag key, with the prefix of their condition key. */
export const tagConditions = [
  { field: "requestTags", prefix: "aws:RequestTag/" },
  { field: "principalTags", prefix: "aws:PrincipalTag/" },
] as const;

export const externalIdKey = "sts:ExternalId";
export const mfaPresentKey = "aws:MultiFactorAuthPresent";
export const mfaAgeKey = "aws:MultiFactorAuthAge";

/** True for a value in which `StringLike` would see a wildcard. */
export function hasWildcard(value: string): boolean {
  return /[*?]/.test(value);
}

/** Writes the conditions of a statement as a document holds them; values keep their order. */
export function buildConditions(statement: TrustStatement): Conditions {
  const conditions: Conditions = {};
  const add = (operator: string, key: string, values: string[] | undefined): void => {
    if (values !== undefined && values.length > 0) {
      conditions[operator] = { ...conditions[operator], [key]: values };
    }
  };
  const addText = (key: string, values: string[]): void => {
    add(values.some(hasWildcard) ? "StringLike" : "StringEquals", key, values);
  };

  addText(externalIdKey, both(statement.externalIds, statement.externalIdPatterns));
  for (const { field, operator, key } of listConditions) {
    add(operator, key, statement[field]);
  }
  for (const { field, key } of textConditions) {
    addText(key, statement[field] ?? []);
  }
  for (const { field, prefix } of tagConditions) {
    for (const [tag, values] of Object.entries(statement[field] ?? {})) {
      addText(`${prefix}${tag}`, values);
    }
  }
  for (const issuer of issuersOf(statement)) {
    addText(`${issuer}:aud`, statement.audiences ?? []);
    addText(`${issuer}:sub`, both(statement.subjects, statement.subjectPatterns));
  }
  add("Bool", mfaPresentKey, statement.requireMfa === true ? ["true"] : undefined);
  add("NumericLessThan", mfaAgeKey, toText(statement.maxMfaAgeSeconds));
  return conditions;
}

/** Issuers of the OIDC providers among the principals: the beginning of their condition keys. */
export function issuersOf(statement: TrustStatement): string[] {
  return statement.principals
    .map((principal) => parsePrincipal(principal))
    .flatMap(({ kind, name }) => (kind === "oidc" && name !== undefined ? [name] : []));
}

function both(exact: string[] = [], patterns: string[] = []): string[] {
  return [...exact, ...patterns];
}

function toText(value: number | undefined): string[] | undefined {
  return value === undefined ? undefined : [String(value)];
}
