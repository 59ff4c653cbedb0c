import * as pulumi from "@pulumi/pulumi";
import type { GrantOutcome } from "../grant-outcome";
import type { GrantSite } from "../grant-site";
import type { SpinnakerGrant } from "./grant";
import { SpinnakerManagedAccount } from "./spinnaker-managed-account";

/** Gives Spinnaker its grant; after its managing identity when that is made in this account, too. @internal */
export function createSpinnakerGrant(
  { name, accountId, tags, parent }: GrantSite,
  grant: SpinnakerGrant,
  managingArn?: pulumi.Output<string>,
): pulumi.Output<GrantOutcome> {
  // AWS refuses a trust policy that names an identity which is not there yet.
  const principalArns = managingArn
    ? grant.principalArns.map((arn) => managingArn.apply(() => arn))
    : grant.principalArns;
  const args = { ...grant, principalArns, accountId, tags };
  const managed = new SpinnakerManagedAccount(`${name}-spinnaker`, args, { parent });
  const { roleArn, externalIds, principals, otherRoles } = managed;
  return pulumi.output({ party: "spinnaker", roleArn, externalIds, principals, otherRoles });
}
