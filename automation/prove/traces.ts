import type { AccountSettings } from "../../components/account-settings";
import { parseTrustPolicy } from "../../components/trust/parse-trust";
import { connectionInto, type Hub } from "../fleet/hub-credentials";
import { roleArn } from "../fleet/role-chain";
import type { AccountOutcome, Target } from "../model";
import { parties } from "../parties/parties";
import type { Party } from "../parties/party";
import type { VendorDoor } from "../parties/vendor-side";
import { AccountIam, roleNameOf } from "./account-iam";
import { listMadeRoles } from "./prove-roles";

/** What one role of a party left in the world, looked up before it is taken away. */
export interface GrantTraces {
  party: Party["name"];
  /** The way to the party's side; only with the role the party enters by. */
  door?: VendorDoor;
  /** The role's ARN, whether it is there or not. */
  roleArn: string;
  /** External ids its trust policy asks for. */
  externalIds: string[];
  /** The account's own policies attached to the role. */
  policyArns: string[];
  /** True when the vendor account is to stay. */
  retained: boolean;
}

/** What a target's grants and managing sides left, as its stack and its settings tell, without a look into the account. */
export function recallTraces(target: Target, partition: string, given: AccountOutcome): GrantTraces[] {
  const { settings } = target;
  return parties.flatMap((party) =>
    listRoleArns(party, target, partition, given).map((arn, index): GrantTraces => {
      const door = index === 0 ? party.vendor?.door(settings.grants) : undefined;
      const retained = party.vendor?.retains(settings.grants) ?? false;
      return { party: party.name, ...(door ? { door } : {}), roleArn: arn, externalIds: [], policyArns: [], retained };
    }),
  );
}

/**
 * Finds out what there is of a target's grants and managing sides, on both sides.
 *
 * @param given What the stack recorded: roles may have had other names when they were made.
 */
export async function findTraces(
  target: Target,
  hub: Hub,
  given: AccountOutcome,
  signal?: AbortSignal,
): Promise<GrantTraces[]> {
  const iam = new AccountIam(connectionInto(hub, target.settings));
  try {
    const traces = parties.flatMap((party) =>
      listRoleArns(party, target, hub.partition, given).map((arn, index) =>
        findRoleTraces(iam, party, { arn, entered: index === 0, settings: target.settings, signal }),
      ),
    );
    return await Promise.all(traces);
  } finally {
    iam.close();
  }
}

function listRoleArns(
  { name, listRoles }: Party,
  { account, settings }: Target,
  partition: string,
  given: AccountOutcome,
): string[] {
  const recorded = listMadeRoles(given).flatMap(({ party, role }) => (party === name ? role.roleArn : []));
  const wanted = listRoles(settings).map(({ path, name: role }) => roleArn(partition, account.id, `${path}${role}`));
  return [...new Set([...recorded, ...wanted])];
}

async function findRoleTraces(
  iam: AccountIam,
  { name, vendor }: Party,
  options: { arn: string; entered: boolean; settings: AccountSettings; signal: AbortSignal | undefined },
): Promise<GrantTraces> {
  const { arn, entered, signal, settings } = options;
  const role = await iam.readRole(roleNameOf(arn), signal);
  const door = entered ? vendor?.door(settings.grants) : undefined;
  return {
    party: name,
    ...(door ? { door } : {}),
    roleArn: role?.arn ?? arn,
    externalIds: role ? readExternalIds(role.trust) : [],
    policyArns: role ? await iam.listOwnPolicies(roleNameOf(role.arn), signal) : [],
    retained: vendor?.retains(settings.grants) ?? false,
  };
}

function readExternalIds(trust: string): string[] {
  try {
    return parseTrustPolicy(trust).statements.flatMap(({ externalIds = [] }) => externalIds);
  } catch {
    // Somebody changed the policy into what this package does not write; the role is looked for all the same.
    return [];
  }
}
