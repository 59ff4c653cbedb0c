import { connectionInto, type Hub } from "../fleet/hub-credentials";
import type { AccountOutcome, RoleOutcome, RoleProof, Target } from "../model";
import { AccountIam, roleNameOf } from "./account-iam";
import type { Patience } from "./await-answer";
import type { ProofIdentities } from "./proof-identities";
import { proveRole } from "./prove-role";

/** What the proofs of one account are made with. */
export interface ProveRolesOptions {
  target: Target;
  hub: Hub;
  identities: ProofIdentities;
  /** External ids that a role accepted before and must not accept any more, by its ARN. */
  droppedExternalIds?(roleArn: string): readonly string[];
  patience?: Patience;
  signal?: AbortSignal;
}

/** A role that was made, and the party it was made for. */
export interface MadeRole {
  party: string;
  role: RoleOutcome;
}

/** Every role that was made in an account: of each grant the one the party enters by and its others, then those of managing sides. */
export function listMadeRoles({ grants, managing = [] }: AccountOutcome): MadeRole[] {
  const granted = grants.flatMap(({ party, otherRoles = [], ...role }) => [role, ...otherRoles].map(of(party)));
  return [...granted, ...managing.flatMap(({ party, roles = [] }) => roles.map(of(party)))];
}

function of(party: string): (role: RoleOutcome) => MadeRole {
  return (role) => ({ party, role });
}

/** Proves every role that was made in an account. */
export async function proveRoles(
  given: AccountOutcome,
  { target, hub, identities, droppedExternalIds, patience, signal }: ProveRolesOptions,
): Promise<RoleProof[]> {
  const iam = new AccountIam(connectionInto(hub, target.settings));
  try {
    return await Promise.all(
      listMadeRoles(given).map(({ party, role }) =>
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
