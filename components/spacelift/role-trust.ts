import { findPartyOfAccount } from "../trust/known-parties";
import { findPrincipalProblem, parsePrincipal } from "../trust/principal";
import type { TrustPolicy, TrustStatement } from "../trust/trust-policy";
import type { TrustProblem } from "../trust/trust-problem";
import { bindExternalIds, type IntegrationIdentity, type SpaceliftExternalIds, type StackUse } from "./external-ids";

/** Who assumes the role, in place of Spacelift itself. */
export interface WorkerIdentity {
  principals: string[];
  externalId?: string | undefined;
}

/** What the trust policy of a role for Spacelift is made of. */
export interface RoleTrustSettings {
  stacks: StackUse[];
  binding: SpaceliftExternalIds;
  /** Set when private workers assume the role. */
  worker?: WorkerIdentity | undefined;
  /** True when the accounts Spacelift enters from are named by the caller. */
  ownPrincipals: boolean;
  tagSessions: boolean;
}

/** Who enters, as soon as Spacelift has told. */
export interface KnownIntegration extends IntegrationIdentity {
  /** AWS accounts Spacelift enters from. */
  principals: string[];
}

/** The trust policy of a role for Spacelift, or for the private workers of its customer. */
export function describeTrust(settings: RoleTrustSettings, integration: KnownIntegration): TrustPolicy {
  const { worker } = settings;
  const principals = worker?.principals ?? integration.principals;
  return {
    ...(worker ? {} : { party: "spacelift", allowOtherPrincipals: settings.ownPrincipals }),
    statements: listStatements(settings, principals, integration),
  };
}

function listStatements(
  { stacks, binding, worker, tagSessions }: RoleTrustSettings,
  principals: string[],
  integration: IntegrationIdentity,
): TrustStatement[] {
  const bound = worker
    ? worker.externalId !== undefined && { externalIds: [worker.externalId] }
    : bindExternalIds(integration, stacks, binding);
  return [
    { principals, ...bound },
    // A statement of its own: tagging carries no external id, and gives nothing to whom the other one keeps out.
    ...(tagSessions ? [{ principals, actions: ["sts:TagSession"] }] : []),
  ];
}

/** Says who must not be a worker: everybody at Spacelift shares its accounts. */
export function findWorkerProblems({ principals }: WorkerIdentity): TrustProblem[] {
  return principals.flatMap((principal, index) => {
    const problem = findPrincipalProblem(principal) ?? findSharedPrincipal(principal);
    return problem === undefined ? [] : [{ path: `worker.principals[${index}]`, message: `"${principal}" ${problem}` }];
  });
}

function findSharedPrincipal(principal: string): string | undefined {
  const { accountId = "" } = parsePrincipal(principal);
  return findPartyOfAccount(accountId)?.party === "spacelift"
    ? "is Spacelift's own account: name the role of your private workers, or leave worker out"
    : undefined;
}
