import { actionsOf } from "./assume-actions";
import { findExternalIdPatternProblem, findExternalIdProblem } from "./external-id-rules";
import { isAccountId, parsePrincipal } from "./principal";
import { findSourceIpProblem } from "./source-ip";
import type { TrustStatement } from "./trust-policy";
import type { TrustProblem } from "./trust-problem";

type Rule = (value: string) => string | undefined;

const longestMfaAgeSeconds = 129_600;

/** Lists what is wrong with the conditions of one statement whose principals are readable. @internal */
export function findConditionProblems(
  statement: TrustStatement,
  path: string,
  guessable: readonly string[],
): TrustProblem[] {
  const rules: [keyof TrustStatement, Rule][] = [
    ["externalIds", (value) => findExternalIdProblem(value, guessable)],
    ["externalIdPatterns", findExternalIdPatternProblem],
    ["organizationIds", (value) => unless(/^o-[a-z0-9]{10,32}$/.test(value), "is not the id of an organization (o-…)")],
    ["principalArns", findArnProblem],
    ["sourceIps", findSourceIpProblem],
    ["sourceAccounts", (value) => unless(isAccountId(value), "is not an account id: twelve digits")],
    ["sourceArns", findArnProblem],
    ["sessionNames", (value) => unless(/^[\w+=,.@*?-]{1,64}$/.test(value), "cannot name a session") ?? anything(value)],
    ["sourceIdentities", anything],
    ["tagKeys", (value) => unless(value.length >= 1 && value.length <= 128, "is not a tag key of 1 to 128 characters")],
    ["audiences", anything],
    ["subjects", (value) => unless(!/[*?]/.test(value), "has a wildcard: put it in subjectPatterns")],
    ["subjectPatterns", anything],
  ];
  return [
    ...rules.flatMap(([field, rule]) => findListProblems(statement[field], `${path}.${field}`, rule)),
    ...findTagProblems(statement, path),
    ...findMfaProblems(statement, path),
    ...findMismatches(statement, path),
  ];
}

function findListProblems(values: unknown, path: string, rule: Rule): TrustProblem[] {
  if (!Array.isArray(values)) {
    return [];
  }
  if (values.length === 0) {
    return [{ path, message: "is empty: leave it out, or name what is allowed" }];
  }
  return values.flatMap((value: string, position) => {
    const problem = value === "" ? "is empty" : rule(value);
    return problem === undefined ? [] : [{ path: `${path}[${position}]`, message: `"${value}" ${problem}` }];
  });
}

function findTagProblems(statement: TrustStatement, path: string): TrustProblem[] {
  return (["requestTags", "principalTags"] as const).flatMap((field) =>
    Object.entries(statement[field] ?? {}).flatMap(([key, values]) =>
      findListProblems(values, `${path}.${field}.${key}`, () => undefined),
    ),
  );
}

function findMfaProblems({ maxMfaAgeSeconds: age }: TrustStatement, path: string): TrustProblem[] {
  const sensible = age === undefined || (Number.isInteger(age) && age > 0 && age <= longestMfaAgeSeconds);
  const message = `${age} is not an age: whole seconds from 1 to ${longestMfaAgeSeconds}`;
  return sensible ? [] : [{ path: `${path}.maxMfaAgeSeconds`, message }];
}

/** Conditions that the principals of the statement can never meet, and the ones that they need. */
function findMismatches(statement: TrustStatement, path: string): TrustProblem[] {
  const kinds = statement.principals.map((principal) => parsePrincipal(principal).kind);
  const problems: TrustProblem[] = [];
  const oidc = kinds.includes("oidc");
  const subjects = [...(statement.subjects ?? []), ...(statement.subjectPatterns ?? [])];
  if (oidc && subjects.length === 0) {
    problems.push({
      path: `${path}.subjects`,
      message: "are missing: without one, everybody with a token of the provider gets in",
    });
  }
  if (!oidc && (subjects.length > 0 || statement.audiences !== undefined)) {
    problems.push({ path, message: "asks for subjects or audiences, which only an OIDC provider's token has" });
  }
  const sendsExternalId = kinds.some((kind) => !["service", "oidc", "saml"].includes(kind));
  const asksExternalId = statement.externalIds !== undefined || statement.externalIdPatterns !== undefined;
  if (asksExternalId && (!sendsExternalId || !actionsOf(statement).includes("sts:AssumeRole"))) {
    problems.push({
      path: `${path}.externalIds`,
      message: "can never be met: only sts:AssumeRole by an account carries one",
    });
  }
  const asksMfa = statement.requireMfa === true || statement.maxMfaAgeSeconds !== undefined;
  if (asksMfa && !kinds.some((kind) => kind === "account" || kind === "user")) {
    problems.push({
      path,
      message: "asks for a second factor, which only a user can prove: name the user or its account",
    });
  }
  return problems;
}

function findArnProblem(value: string): string | undefined {
  return (
    unless(/^arn:[^:]+:[^:]*:[^:]*:[^:]*:.+$/.test(value), "is not an ARN") ??
    anything(value.replace(/^(arn:|:|\*)+/, ""))
  );
}

function anything(value: string): string | undefined {
  return unless(!/^[*?]*$/.test(value), "matches anything: leave it out, or name what is allowed");
}

function unless(good: boolean, problem: string): string | undefined {
  return good ? undefined : problem;
}
