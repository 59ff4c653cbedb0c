import * as pulumi from "@pulumi/pulumi";
import type { RoleOutcome } from "./grant-outcome";
import type { ManagedRole } from "./managed-role";

/** What can be proven of roles that ask for no external id, such as those a service acts with; absent ones are passed over. @internal */
export function describeRoles(roles: readonly (ManagedRole | undefined)[]): pulumi.Output<RoleOutcome[]> {
  const made = roles.filter((role) => role !== undefined);
  return pulumi.all(made.map(({ roleArn, principals }) => pulumi.output({ roleArn, externalIds: [], principals })));
}
