import { type PrincipalKind, parsePrincipal } from "./principal";
import type { TrustStatement } from "./trust-policy";

const assumeActions: Record<PrincipalKind, string> = {
  account: "sts:AssumeRole",
  role: "sts:AssumeRole",
  user: "sts:AssumeRole",
  session: "sts:AssumeRole",
  service: "sts:AssumeRole",
  oidc: "sts:AssumeRoleWithWebIdentity",
  saml: "sts:AssumeRoleWithSAML",
};

/** Every action a trust policy may allow. */
export const trustActions: readonly string[] = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoleWithSAML",
  "sts:TagSession",
  "sts:SetSourceIdentity",
];

/** The call with which a kind of principal assumes a role. */
export function assumeActionOf(kind: PrincipalKind): string {
  return assumeActions[kind];
}

/** What a statement allows: its own actions, else the call that fits its principals. */
export function actionsOf(statement: TrustStatement): string[] {
  return (
    statement.actions ?? [
      ...new Set(statement.principals.map((principal) => assumeActions[parsePrincipal(principal).kind])),
    ]
  );
}
