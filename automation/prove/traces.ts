import { parseTrustPolicy } from "../../components/trust/parse-trust";
import { connectionInto, type Hub } from "../fleet/hub-credentials";
import { roleArn } from "../fleet/role-chain";
import type { Target } from "../model";
import { doorsOf, type VendorDoor } from "../plan/vendor-door";
import { AccountIam, roleNameOf } from "./account-iam";

/** What one grant left in the world, looked up before it is taken away. */
export interface GrantTraces {
  party: string;
  door: Pick<VendorDoor, "party" | "endpoint" | "token">;
  /** The role's ARN, whether it is there or not. */
  roleArn: string;
  /** External ids its trust policy asks for. */
  externalIds: string[];
  /** The account's own policies attached to the role. */
  policyArns: string[];
  /** True when the vendor account is to stay. */
  retained: boolean;
}

/** Finds out what there is of a target's grants, on both sides. */
export async function findTraces(target: Target, hub: Hub, signal?: AbortSignal): Promise<GrantTraces[]> {
  const iam = new AccountIam(connectionInto(hub, target.settings));
  try {
    return await Promise.all(doorsOf(target).map((door) => findGrantTraces(iam, door, target, hub.partition, signal)));
  } finally {
    iam.close();
  }
}

async function findGrantTraces(
  iam: AccountIam,
  door: Pick<VendorDoor, "party" | "endpoint" | "token">,
  { account, settings }: Target,
  partition: string,
  signal: AbortSignal | undefined,
): Promise<GrantTraces> {
  const wanted = settingsOf(settings, door.party);
  const role = await iam.readRole(wanted.roleName, signal);
  return {
    party: door.party,
    door,
    roleArn: role?.arn ?? roleArn(partition, account.id, `${wanted.rolePath}${wanted.roleName}`),
    externalIds: role ? readExternalIds(role.trust) : [],
    policyArns: role ? await iam.listOwnPolicies(roleNameOf(role.arn), signal) : [],
    retained: wanted.retainVendorAccount,
  };
}

function settingsOf(
  { grants }: Target["settings"],
  party: string,
): { roleName: string; rolePath: string; retainVendorAccount: boolean } {
  const grant = Object.entries(grants).find(([name]) => name === party)?.[1];
  if (!grant) throw new Error(`The account has no grant for ${party}.`);
  return { rolePath: "/", retainVendorAccount: false, ...grant };
}

function readExternalIds(trust: string): string[] {
  try {
    return parseTrustPolicy(trust).statements.flatMap(({ externalIds = [] }) => externalIds);
  } catch {
    // Somebody changed the policy into what this package does not write; the role is looked for all the same.
    return [];
  }
}
