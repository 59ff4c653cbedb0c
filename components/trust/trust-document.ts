import { actionsOf } from "./assume-actions";
import { canonicalJson, canonicalList } from "./canonical-json";
import { type PrincipalKind, parsePrincipal } from "./principal";
import { buildConditions } from "./trust-conditions";
import type { TrustPolicy, TrustStatement } from "./trust-policy";

/** Writes the document of a policy without judging it; only principals that cannot be read are refused. @internal */
export function writeTrustDocument(policy: TrustPolicy): string {
  const statements = policy.statements.map((statement) => renderStatement(statement, policy.partition));
  const unique = new Map(statements.map((statement) => [canonicalJson(statement), statement]));
  return canonicalJson({
    Version: "2012-10-17",
    Statement: [...unique.keys()].sort().map((text) => unique.get(text)),
  });
}

function renderStatement(statement: TrustStatement, partition: string | undefined): Record<string, unknown> {
  const conditions = Object.entries(buildConditions(statement)).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, canonicalList(values)])),
  ]);
  return {
    Sid: statement.sid,
    Effect: "Allow",
    Principal: renderPrincipals(statement.principals, partition),
    Action: canonicalList(actionsOf(statement)),
    Condition: conditions.length === 0 ? undefined : Object.fromEntries(conditions),
  };
}

function renderPrincipals(principals: string[], partition: string | undefined): Record<string, string | string[]> {
  const byType = new Map<string, string[]>();
  for (const { kind, text } of principals.map((principal) => parsePrincipal(principal, partition))) {
    byType.set(documentType(kind), [...(byType.get(documentType(kind)) ?? []), text]);
  }
  return Object.fromEntries([...byType].map(([type, texts]) => [type, canonicalList(texts)]));
}

function documentType(kind: PrincipalKind): string {
  if (kind === "service") {
    return "Service";
  }
  return kind === "oidc" || kind === "saml" ? "Federated" : "AWS";
}
