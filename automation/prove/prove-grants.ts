import { connectionInto, type Hub } from "../fleet/hub-credentials";
import type { GrantOutcome, RoleOutcome, RoleProof, Target } from "../model";
import { AccountIam, roleNameOf } from "./account-iam";
import type { Patience } from "./await-answer";
import type { ProofIdentities } from "./proof-identities";
import { proveRole } from "./prove-role";

/** What the proofs of one account are made with. */
export interface ProveGrantsOptions {
  target: Target;
  hub: Hub;
  identities: ProofIdentities;
  /** External ids that a role accepted before and must not accept any more, by its ARN. */
  droppedExternalIds?(roleArn: string): readonly string[];
  patience?: Patience;
  signal?: AbortSignal;
}

/** Proves every role that an account's grants made: the one each party enters by, then its others. */
export async function proveGrants(
  grants: readonly GrantOutcome[],
  { target, hub, identities, droppedExternalIds, patience, signal }: ProveGrantsOptions,
): Promise<RoleProof[]> {
  const iam = new AccountIam(connectionInto(hub, target.settings));
  try {
    return await Promise.all(
      grants.flatMap(rolesOf).map(({ party, role }) =>
        proveRole({
          accountId: target.account.id,
          party,
          role,
          identities,
          droppedExternalIds: droppedExternalIds?.(role.roleArn) ?? [],
          readTrust: async () => (await iam.readRole(roleNameOf(role.roleArn), signal))?.trust,
          ...(patience ? { patience } : {}),
          ...(signal ? { signal } : {}),
        }),
      ),
    );
  } finally {
    iam.close();
  }
}

function rolesOf({ party, otherRoles = [], ...role }: GrantOutcome): { party: string; role: RoleOutcome }[] {
  return [role, ...otherRoles].map((one) => ({ party, role: one }));
}
