/**
 * Who may assume a role and under which conditions, as data; {@link renderTrustPolicy} makes the document AWS takes.
 *
 * Nothing here denies: what no statement lets in stays out.
 */
export interface TrustPolicy {
  /** Let principals in by any one of these statements. */
  statements: TrustStatement[];
  /** Name of a party of the known-party table, such as `spot`; its statements may then name only accounts of that party. */
  party?: string;
  /** True to name principals the known-party table does not hold, such as a self-hosted installation. @default false */
  allowOtherPrincipals?: boolean;
  /** AWS partition in which a bare account id lies. @default "aws" */
  partition?: string;
}

/**
 * One way in: any of the principals, when all of the conditions hold. A list in a condition means any one of its values.
 */
export interface TrustStatement {
  /** Name of the statement: letters and digits. */
  sid?: string;
  /** Account ids, ARNs of account roots, roles, users and identity providers, or names of AWS services. */
  principals: string[];
  /**
   * What they may do, such as `sts:TagSession`.
   * @default the way of assuming that fits the principals: `sts:AssumeRole`, `…WithWebIdentity` or `…WithSAML`
   */
  actions?: string[];
  /** External ids the caller must present one of; two while one is being replaced. */
  externalIds?: string[];
  /** External ids with `*` or `?`, for a party that puts its customer's name first. */
  externalIdPatterns?: string[];
  /** Organizations the principal must belong to, `o-…`. */
  organizationIds?: string[];
  /** ARNs, `*` and `?` allowed, of which the caller's must be one; narrows an account principal and survives its recreation. */
  principalArns?: string[];
  /** True when the caller must have signed in with a second factor. */
  requireMfa?: boolean;
  /** Seconds since the caller proved the second factor must be fewer than this; asks for the factor too. */
  maxMfaAgeSeconds?: number;
  /** Addresses or CIDR blocks the request must come from. */
  sourceIps?: string[];
  /** Accounts on whose behalf a service acts. */
  sourceAccounts?: string[];
  /** Resources on whose behalf a service acts; `*` and `?` allowed. */
  sourceArns?: string[];
  /** Names the session must have; `*` and `?` allowed. */
  sessionNames?: string[];
  /** Source identities the session must carry; `*` and `?` allowed. */
  sourceIdentities?: string[];
  /** Session tags that must be passed, by key; `*` and `?` allowed in values. */
  requestTags?: Record<string, string[]>;
  /** Tags the principal must carry, by key; `*` and `?` allowed in values. */
  principalTags?: Record<string, string[]>;
  /** Keys of session tags that may be passed at all. */
  tagKeys?: string[];
  /** Audiences of an OIDC token. */
  audiences?: string[];
  /** Subjects of an OIDC token, exactly. */
  subjects?: string[];
  /** Subjects of an OIDC token with `*` or `?`. */
  subjectPatterns?: string[];
}
