import * as pulumi from "@pulumi/pulumi";
import type { ExternalIdOrigin, GrantOutcome } from "../grant-outcome";
import type { GrantSite } from "../grant-site";
import type { SpotGrant } from "./grant";
import { SpotOnboarding } from "./spot-onboarding";

/** Gives Spot its grant. @internal */
export function createSpotGrant(
  { name, accountId, tags, parent }: GrantSite,
  { retainVendorAccount: retain, ...settings }: SpotGrant,
): pulumi.Output<GrantOutcome> {
  const onboarding = new SpotOnboarding(`${name}-spot`, { ...settings, accountId, retain, tags }, { parent });
  const { roleArn, externalIds, principals, adopted, spotAccountId, spotAccountName } = onboarding;
  const externalIdOrigin = describeOrigin(onboarding);
  const outcome = { roleArn, externalIds, principals, externalIdOrigin, adopted, vendorAccountId: spotAccountId };
  return pulumi.all([pulumi.output(outcome), spotAccountName]).apply(([known, vendorAccountName]) => ({
    party: "spot",
    ...known,
    ...(vendorAccountName && { vendorAccountName }),
  }));
}

/** State of the first release has neither of them. */
function describeOrigin({ externalIdMintedAt, rotation }: SpotOnboarding): pulumi.Output<ExternalIdOrigin> {
  const known = pulumi.all([externalIdMintedAt, rotation as pulumi.Output<number | undefined>]);
  return known.apply(([madeAt, times]) => ({
    source: "vendor",
    ...(madeAt === undefined ? {} : { madeAt }),
    rotation: times ?? 0,
  }));
}
