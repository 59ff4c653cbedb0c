import * as pulumi from "@pulumi/pulumi";
import type { GrantOutcome } from "../grant-outcome";
import type { GrantSite } from "../grant-site";
import type { StackerGrant } from "./grant";
import { StackerRole } from "./stacker-role";

/** Gives stacker its grant. @internal */
export function createStackerGrant(
  { name, accountId, tags, parent }: GrantSite,
  { requireMfa, operatorArns, maxMfaAgeSeconds, externalIds, ...settings }: StackerGrant,
): pulumi.Output<GrantOutcome> {
  const isMaster = accountId === settings.masterAccountId;
  const side = isMaster ? { requireMfa, operatorArns, maxMfaAgeSeconds } : { externalIds };
  const role = new StackerRole(`${name}-stacker`, { ...settings, ...side, accountId, tags }, { parent });
  const { roleArn, principals, otherRoles } = role;
  const mfa = isMaster && requireMfa ? { requiresMfa: true } : {};
  return pulumi.output({
    party: "stacker",
    roleArn,
    externalIds: role.externalIds,
    principals,
    ...mfa,
    otherRoles,
  });
}
