import * as pulumi from "@pulumi/pulumi";
import { type InputCheck, isPlain } from "./input-check";
import { findTrustProblems, type TrustCheckOptions } from "./trust/check-trust";
import { parsePrincipal } from "./trust/principal";
import { renderTrustPolicy } from "./trust/render-trust";
import type { TrustPolicy } from "./trust/trust-policy";
import type { TrustProblem } from "./trust/trust-problem";

type Texts = pulumi.Input<pulumi.Input<string>[]>;

/** Who may assume a role and under which conditions, as input of a component. */
export interface TrustPolicyArgs {
  /** Let principals in by any one of these statements. */
  statements: pulumi.Input<pulumi.Input<TrustStatementArgs>[]>;
  /** Name of a known party, such as `spot`; the statements may then name only accounts of that party. */
  party?: pulumi.Input<string>;
  /** True to name principals that are not known to be the party's. @default false */
  allowOtherPrincipals?: pulumi.Input<boolean>;
  /** AWS partition in which a bare account id lies. @default "aws" */
  partition?: pulumi.Input<string>;
}

/** One way in: any of the principals, when all of the conditions hold. A list in a condition means any one of its values. */
export interface TrustStatementArgs {
  /** Name of the statement: letters and digits. */
  sid?: pulumi.Input<string>;
  /** Account ids, ARNs of account roots, roles, users and identity providers, or names of AWS services. */
  principals: Texts;
  /** What they may do. @default the way of assuming that fits the principals */
  actions?: Texts;
  /** External ids the caller must present one of; two while one is being replaced. */
  externalIds?: Texts;
  /** External ids with `*` or `?`, for a party that puts its customer's name first. */
  externalIdPatterns?: Texts;
  /** Organizations the principal must belong to, `o-…`. */
  organizationIds?: Texts;
  /** ARNs, `*` and `?` allowed, of which the caller's must be one. */
  principalArns?: Texts;
  /** True when the caller must have signed in with a second factor. */
  requireMfa?: pulumi.Input<boolean>;
  /** Seconds since the caller proved the second factor must be fewer than this. */
  maxMfaAgeSeconds?: pulumi.Input<number>;
  /** Addresses or CIDR blocks the request must come from. */
  sourceIps?: Texts;
  /** Accounts on whose behalf a service acts. */
  sourceAccounts?: Texts;
  /** Resources on whose behalf a service acts; `*` and `?` allowed. */
  sourceArns?: Texts;
  /** Names the session must have; `*` and `?` allowed. */
  sessionNames?: Texts;
  /** Source identities the session must carry; `*` and `?` allowed. */
  sourceIdentities?: Texts;
  /** Session tags that must be passed, by key. */
  requestTags?: pulumi.Input<Record<string, Texts>>;
  /** Tags the principal must carry, by key. */
  principalTags?: pulumi.Input<Record<string, Texts>>;
  /** Keys of session tags that may be passed at all. */
  tagKeys?: Texts;
  /** Audiences of an OIDC token. */
  audiences?: Texts;
  /** Subjects of an OIDC token, exactly. */
  subjects?: Texts;
  /** Subjects of an OIDC token with `*` or `?`. */
  subjectPatterns?: Texts;
}

/** Problems of a trust policy that is known already; none when a part of it gets known only later. @internal */
export function findPlainTrustProblems(trust: TrustPolicyArgs, options: TrustCheckOptions): TrustProblem[] {
  const problems = isPlain(trust) ? findTrustProblems(trust as TrustPolicy, options) : [];
  return problems.map(underTrust);
}

/** A trust policy once everything in it is known. @internal */
export interface ResolvedTrust {
  /** The document for IAM. */
  document: string;
  /** Whom it names, as AWS stores them. */
  principals: string[];
}

// A document that must not be used is replaced by text the AWS provider refuses before it calls AWS.
const refused: ResolvedTrust = { document: "refused: see the error about the trust policy", principals: [] };

/** Renders a trust policy once everything in it is known; reports its problems then, and lets no role be made with them. @internal */
export function resolveTrust(
  trust: TrustPolicyArgs,
  options: TrustCheckOptions,
  check: InputCheck,
): pulumi.Output<ResolvedTrust> {
  return pulumi.output(trust).apply(async (policy: TrustPolicy) => {
    const problems = findTrustProblems(policy, options);
    if (problems.length > 0) {
      await check.reportLate(problems.map(underTrust));
      return refused;
    }
    const principals = policy.statements.flatMap((statement) => statement.principals);
    return {
      document: renderTrustPolicy(policy, options),
      principals: [...new Set(principals.map((text) => parsePrincipal(text, policy.partition).text))],
    };
  });
}

function underTrust({ path, message }: TrustProblem): TrustProblem {
  return { path: `trust.${path}`, message };
}
