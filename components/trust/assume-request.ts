import { assumeActionOf } from "./assume-actions";
import { parsePrincipal, type TrustPrincipal } from "./principal";
import { externalIdKey, mfaAgeKey, mfaPresentKey } from "./trust-conditions";

/** Somebody who asks to assume a role, with everything a trust policy may ask about. */
export interface AssumeRequest {
  /** ARN of the calling user, role, role session or account root; or a service name, or the ARN of an identity provider. */
  principalArn: string;
  /** Account of the caller. @default the account in `principalArn` */
  accountId?: string;
  externalId?: string;
  /** Seconds since the caller proved a second factor; left out when it did not. */
  mfaAgeSeconds?: number;
  sourceIp?: string;
  /** Organization of the calling principal. */
  organizationId?: string;
  sessionName?: string;
  sourceIdentity?: string;
  /** Account and resource on whose behalf a service calls. */
  sourceAccount?: string;
  sourceArn?: string;
  /** Tags passed for the session. */
  sessionTags?: Record<string, string>;
  /** Tags of the calling principal. */
  principalTags?: Record<string, string>;
  /** Audience and subject of an OIDC token. */
  audience?: string;
  subject?: string;
}

/** Calls that all have to be allowed for a request to get through. @internal */
export function neededActions(request: AssumeRequest): string[] {
  const actions = [assumeActionOf(parsePrincipal(request.principalArn).kind)];
  if (Object.keys(request.sessionTags ?? {}).length > 0) {
    actions.push("sts:TagSession");
  }
  if (request.sourceIdentity !== undefined) {
    actions.push("sts:SetSourceIdentity");
  }
  return actions;
}

/** Condition keys of a request, in lower case as IAM compares them, with their values. @internal */
export function requestContext(request: AssumeRequest): Map<string, string[]> {
  const caller = parsePrincipal(request.principalArn);
  const mfa = request.mfaAgeSeconds;
  const single: Record<string, string | undefined> = {
    [externalIdKey]: request.externalId,
    [mfaPresentKey]: mfa === undefined ? withoutMfa(caller) : "true",
    [mfaAgeKey]: mfa === undefined ? undefined : String(mfa),
    "aws:SourceIp": request.sourceIp,
    "aws:PrincipalOrgID": request.organizationId,
    "aws:PrincipalArn": principalArnOf(caller),
    "aws:PrincipalAccount": request.accountId ?? caller.accountId,
    "aws:SourceAccount": request.sourceAccount,
    "aws:SourceArn": request.sourceArn,
    "sts:RoleSessionName": request.sessionName,
    "sts:SourceIdentity": request.sourceIdentity,
    [`${caller.name}:aud`]: request.audience,
    [`${caller.name}:sub`]: request.subject,
  };
  const lists: Record<string, string[]> = {};
  for (const [tag, value] of Object.entries(request.sessionTags ?? {})) {
    lists[`aws:RequestTag/${tag}`] = [value];
    lists["aws:TagKeys"] = [...(lists["aws:TagKeys"] ?? []), tag];
  }
  for (const [tag, value] of Object.entries(request.principalTags ?? {})) {
    lists[`aws:PrincipalTag/${tag}`] = [value];
  }
  for (const [key, value] of Object.entries(single)) {
    if (value !== undefined) {
      lists[key] = [value];
    }
  }
  return new Map(Object.entries(lists).map(([key, values]) => [key.toLowerCase(), values]));
}

/** True for a condition key that a request has where it applies; nothing is known of any other. @internal */
export function isKnownKey(key: string): boolean {
  const known =
    /^(sts:(externalid|rolesessionname|sourceidentity)|aws:(multifactorauth(present|age)|sourceip|principal(orgid|arn|account)|source(account|arn)|tagkeys|(request|principal)tag\/.+)|[^:]*\.[^:]*:(aud|sub))$/;
  return known.test(key.toLowerCase());
}

/** Temporary credentials say whether there was a second factor, long-lived ones say nothing: IAM User Guide, "aws:MultiFactorAuthPresent". */
function withoutMfa({ kind }: TrustPrincipal): string | undefined {
  return kind === "session" ? "false" : undefined;
}

/** A session carries the ARN of its role there; the role's path is not in the session's own ARN and stays unknown. */
function principalArnOf({ kind, text, accountId, name }: TrustPrincipal): string | undefined {
  if (kind === "session") {
    return `arn:${text.split(":")[1]}:iam::${accountId}:role/${name}`;
  }
  return accountId !== undefined && kind !== "oidc" && kind !== "saml" ? text : undefined;
}
