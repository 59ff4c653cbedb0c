import { TrustError } from "./trust-problem";

/** What a principal is: a whole account, one role, one user, one session of a role, an AWS service, or an identity provider. */
export type PrincipalKind = "account" | "role" | "user" | "session" | "service" | "oidc" | "saml";

/** One principal of a trust policy, understood. */
export interface TrustPrincipal {
  kind: PrincipalKind;
  /** As AWS stores it: an account id becomes `arn:aws:iam::<id>:root`. */
  text: string;
  /** Twelve digits; a service has none. */
  accountId?: string;
  /** Name of the role or user without its path, or the issuer of an OIDC provider without `https://`. */
  name?: string;
}

const accountPattern = /^\d{12}$/;
const arnPattern = /^arn:(aws|aws-cn|aws-us-gov):(iam|sts)::(\d{12}):(.+)$/;
const servicePattern = /^[a-z0-9][a-z0-9.-]*\.amazonaws\.com(\.cn)?$/;
const uniqueIdPattern = /^A[A-Z]{3}[A-Z0-9]{12,}$/;
const resourceNamePattern = /^[\w+=,.@-]+$/;

/** True for twelve digits, the id of an AWS account. */
export function isAccountId(text: string): boolean {
  return accountPattern.test(text);
}

/**
 * Understands one principal of a trust policy: twelve digits, the ARN of an account root, role, user, role session, OIDC or SAML
 * provider, or the name of a service.
 *
 * @throws TrustError for anything else, wildcards and ids of deleted principals among them, with the reason.
 */
export function parsePrincipal(text: string, partition = "aws"): TrustPrincipal {
  const principal = readPrincipal(text, partition);
  if (typeof principal === "string") {
    throw new TrustError(`Principal "${text}"`, [{ path: "", message: principal }]);
  }
  return principal;
}

/** Says why a text cannot be a principal of a trust policy, or nothing when it can. */
export function findPrincipalProblem(text: string): string | undefined {
  const principal = readPrincipal(text, "aws");
  return typeof principal === "string" ? principal : undefined;
}

function readPrincipal(text: string, partition: string): TrustPrincipal | string {
  if (text.includes("*") || text.includes("?")) {
    return "is a wildcard: name the account, role or user that may assume the role";
  }
  if (accountPattern.test(text)) {
    return { kind: "account", text: `arn:${partition}:iam::${text}:root`, accountId: text };
  }
  if (/^\d+$/.test(text)) {
    return `has ${text.length} digits: an account id has twelve`;
  }
  if (servicePattern.test(text)) {
    return { kind: "service", text };
  }
  if (uniqueIdPattern.test(text)) {
    return "is the unique id of a principal that was deleted: name the principal by its ARN, and AWS resolves it again";
  }
  return readArn(text);
}

function readArn(text: string): TrustPrincipal | string {
  const match = arnPattern.exec(text);
  const [, , service, accountId, resource] = match ?? [];
  if (accountId === undefined || resource === undefined) {
    return "is neither twelve digits, nor the name of an AWS service, nor the ARN of an account root, role, user or identity provider";
  }
  if (service === "iam" && resource === "root") {
    return { kind: "account", text, accountId };
  }
  const [type = "", ...path] = resource.split("/");
  const rest = path.join("/");
  const name = path.at(-1) ?? "";
  if (service === "iam" && (type === "role" || type === "user")) {
    return namedPrincipal(type, text, accountId, name);
  }
  if (service === "sts" && type === "assumed-role" && path.length === 2) {
    return namedPrincipal("session", text, accountId, path[0] ?? "");
  }
  if (service === "iam" && (type === "oidc-provider" || type === "saml-provider") && rest !== "") {
    return { kind: type === "oidc-provider" ? "oidc" : "saml", text, accountId, name: rest };
  }
  return `is the ARN of something that cannot assume a role (${type})`;
}

function namedPrincipal(kind: PrincipalKind, text: string, accountId: string, name: string): TrustPrincipal | string {
  return resourceNamePattern.test(name) ? { kind, text, accountId, name } : `names no ${kind} that could exist`;
}
