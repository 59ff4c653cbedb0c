import { randomUUID } from "node:crypto";
import { findPrincipalProblem, parsePrincipal, type TrustPrincipal } from "../../components/trust/principal";
import type { ProofCase, RoleOutcome } from "../model";

/** One question about a role: what plays the caller, and what it presents. */
export interface ProofQuestion {
  name: ProofCase;
  expected: "in" | "out";
  /** Who asks: the party, somebody of the right account, or somebody of another one. */
  asker: "party" | "neighbour" | "stranger";
  /** External ids, each presented in a request of its own; one request without when there is none. */
  externalIds: (string | undefined)[];
  /** True when the caller has a second factor to show. */
  withMfa: boolean;
}

/**
 * Lists what is to be found out about a role, the right party first: who gets in, and everybody and everything that must not.
 *
 * @param droppedExternalIds What the role accepted before and must not accept any more.
 *
 * Every external id must let the party in, as there are two of them while one is being replaced.
 */
export function listQuestions(
  role: RoleOutcome,
  droppedExternalIds: readonly string[] = [],
): [ProofQuestion, ...ProofQuestion[]] {
  const { externalIds, requiresMfa = false } = role;
  const [externalId] = externalIds;
  const right = { externalIds: externalId === undefined ? [undefined] : externalIds, withMfa: requiresMfa };
  const out = { expected: "out", ...right } as const;
  const questions: ProofQuestion[] = [];
  if (hasNeighbours(role)) questions.push({ ...out, name: "wrong-principal", asker: "neighbour" });
  if (externalId !== undefined) {
    const wrong = [`wrong-${randomUUID()}`];
    questions.push({ ...out, name: "wrong-external-id", asker: "party", externalIds: wrong });
    for (const dropped of droppedExternalIds) {
      questions.push({ ...out, name: "previous-external-id", asker: "party", externalIds: [dropped] });
    }
    questions.push({ ...out, name: "no-external-id", asker: "party", externalIds: [undefined] });
  }
  questions.push({ ...out, name: "wrong-account", asker: "stranger" });
  if (requiresMfa) questions.push({ ...out, name: "no-mfa", asker: "party", withMfa: false });
  return [{ ...right, name: "right-party", expected: "in", asker: "party" }, ...questions];
}

/** Whom a role was made for, understood; what cannot be read is left out. */
export function namedPrincipals({ principals }: Pick<RoleOutcome, "principals">): TrustPrincipal[] {
  return principals
    .filter((principal) => findPrincipalProblem(principal) === undefined)
    .map((principal) => parsePrincipal(principal));
}

/** Accounts whose people and roles a role was made for. */
export function accountsOf(role: Pick<RoleOutcome, "principals">): string[] {
  return namedPrincipals(role).flatMap(({ kind, accountId }) =>
    accountId !== undefined && kind !== "oidc" && kind !== "saml" ? [accountId] : [],
  );
}

/** Where a whole account or all whom a SAML provider vouches for were let in, nobody of it is wrong. */
function hasNeighbours(role: RoleOutcome): boolean {
  return !namedPrincipals(role).some(({ kind }) => kind === "account" || kind === "saml");
}

/** Somebody who does not exist, of an account that the role has nothing to do with. */
export function inventStranger(role: RoleOutcome): string {
  const taken = [...accountsOf(role), role.roleArn.split(":")[4]];
  const free = ["999999999999", "888888888880", "777777777770", "666666666660"].find((id) => !taken.includes(id));
  return `arn:${partitionOf(role)}:iam::${free}:user/somebody-else`;
}

/**
 * For each principal somebody or something close to it who was not named, and does not exist; for an OIDC provider the provider, as
 * tokens of others come from it too.
 */
export function inventNeighbours(role: RoleOutcome): string[] {
  const invent = ({ kind, text, accountId }: TrustPrincipal): string => {
    if (kind === "service") return "somebody-else.amazonaws.com";
    if (kind === "oidc") return text;
    return `arn:${partitionOf(role)}:iam::${accountId}:user/somebody-else`;
  };
  return [...new Set(namedPrincipals(role).map(invent))];
}

function partitionOf({ roleArn }: RoleOutcome): string {
  return roleArn.split(":")[1] ?? "aws";
}
