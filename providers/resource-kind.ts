/** The kinds of vendor resources; the name of the Pulumi resource class. */
export const resourceKinds = [
  "SpotAccount",
  "SpotExternalId",
  "SpotCredentialsLink",
  "SpotAccountName",
  "SpaceliftAwsIntegration",
  "SpaceliftAttachment",
] as const;

/** One kind of vendor resource. */
export type ResourceKind = (typeof resourceKinds)[number];

/** The Pulumi type of a kind: dynamic resources are told apart by it in state and in URNs. */
export function resourceType(kind: ResourceKind): string {
  return `pulumi-nodejs:dynamic/cross-account:${kind}`;
}
