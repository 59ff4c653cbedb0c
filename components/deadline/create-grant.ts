import * as pulumi from "@pulumi/pulumi";
import type { GrantOutcome } from "../grant-outcome";
import type { GrantSite } from "../grant-site";
import { DeadlinePolicies } from "./credentials-permissions";
import { DeadlineSpotCredentials } from "./deadline-spot-credentials";
import { DeadlineSpotRoles } from "./deadline-spot-roles";
import type { DeadlineGrant } from "./grant";

/** Gives Deadline its grant; after its hosts' identity when that is made in this account, too. @internal */
export function createDeadlineGrant(
  { name, accountId, tags, parent }: GrantSite,
  grant: DeadlineGrant,
  hostArn?: pulumi.Output<string>,
): pulumi.Output<GrantOutcome> {
  const { policies, sourceIps, resourceTracker, permissionsBoundary } = grant;
  const roles = new DeadlineSpotRoles(
    `${name}-deadline-roles`,
    { ...rolesOf(grant), accountId, permissionsBoundary, tags },
    { parent },
  );
  const credentials = new DeadlineSpotCredentials(
    `${name}-deadline`,
    {
      role: withoutAbsent({
        roleName: grant.roleName,
        // AWS refuses a trust policy that names an identity which is not there yet.
        principals: hostArn ? grant.principalArns.map((arn) => hostArn.apply(() => arn)) : grant.principalArns,
        externalIds: grant.externalIds,
        organizationIds: grant.organizationIds,
      }),
      ...(policies === DeadlinePolicies.Own && { passRoleArns: [roles.workerRoleArn, roles.fleetRoleArn] }),
      ...{ policies, sourceIps, resourceTracker, permissionsBoundary, tags },
    },
    { parent },
  );
  const { principalArn: roleArn, externalIds, principals } = credentials;
  return pulumi.output({ party: "deadline", roleArn, externalIds, principals, otherRoles: roles.roles });
}

function rolesOf(grant: DeadlineGrant) {
  const { workerRoleName, workerStatements, fleetRoleName, createFleetRole, createServiceLinkedRoles } = grant;
  const createResourceTrackerRole = grant.resourceTracker && grant.createResourceTrackerRole;
  return {
    ...{ workerRoleName, workerStatements, fleetRoleName, createFleetRole },
    ...{ createServiceLinkedRoles, createResourceTrackerRole },
  };
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
