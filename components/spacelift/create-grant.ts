import * as pulumi from "@pulumi/pulumi";
import type { GrantOutcome } from "../grant-outcome";
import type { GrantSite } from "../grant-site";
import type { SpaceliftGrant } from "./grant";
import { SpaceliftIntegration } from "./spacelift-integration";

/** Gives Spacelift its grant. @internal */
export function createSpaceliftGrant(
  { name, accountId, tags, fleet, parent }: GrantSite,
  { retainVendorAccount: retain, ...settings }: SpaceliftGrant,
): pulumi.Output<GrantOutcome> {
  const labels = [...settings.labels, ...(fleet === undefined ? [] : [`cross-account:fleet=${fleet}`])];
  const args = { ...settings, accountId, retain, tags, labels };
  const spacelift = new SpaceliftIntegration(`${name}-spacelift`, args, { parent });
  const { roleArn, externalIds, principals, adopted, integrationId, integrationName } = spacelift;
  const outcome = { roleArn, externalIds, principals, adopted, vendorAccountId: integrationId };
  return pulumi
    .all([pulumi.output(outcome), integrationName])
    .apply(([known, vendorAccountName]) => ({ party: "spacelift", ...known, vendorAccountName }));
}
