/** How closely the role is bound to what Spacelift presents as external id. */
export const SpaceliftExternalIds = {
  /** The exact external ids of the attached stacks: `…@read` and `…@write` where a stack uses the role for both. */
  Exact: "exact",
  /** Whatever a stack that is attached does: `<account>@<integration>@<stack>@*`. */
  Stack: "stack",
  /** Every stack the integration is attached to, now or later: `<account>@<integration>@*`. */
  Integration: "integration",
} as const;

/** How closely the role is bound: exact ids, any run of the attached stacks, or any stack of the integration. */
export type SpaceliftExternalIds = (typeof SpaceliftExternalIds)[keyof typeof SpaceliftExternalIds];

/** A stack that uses the role, and for which runs. */
export interface StackUse {
  stackId: string;
  read: boolean;
  write: boolean;
}

/** What every external id of an integration begins with. */
export interface IntegrationIdentity {
  accountName: string;
  integrationId: string;
}

/**
 * The external ids Spacelift can present for these stacks.
 *
 * An attachment for reading and writing gets both suffixes: the documentation names the suffix after the run, Spacelift's
 * Terraform provider after the attachment. Source: docs.spacelift.io/integrations/cloud-providers/aws;
 * github spacelift-io/terraform-provider-spacelift `data_aws_integration_attachment_external_id.go`.
 */
export function listExternalIds({ accountName, integrationId }: IntegrationIdentity, stacks: StackUse[]): string[] {
  return stacks.flatMap(({ stackId, read, write }) => {
    const start = `${accountName}@${integrationId}@${stackId}@`;
    return [...(read ? [`${start}read`] : []), ...(write ? [`${start}write`] : [])];
  });
}

/** The condition of the trust policy: exact ids, or patterns where the caller asked for them. */
export function bindExternalIds(
  identity: IntegrationIdentity,
  stacks: StackUse[],
  binding: SpaceliftExternalIds,
): { externalIds: string[] } | { externalIdPatterns: string[] } {
  const start = `${identity.accountName}@${identity.integrationId}@`;
  switch (binding) {
    case SpaceliftExternalIds.Integration:
      return { externalIdPatterns: [`${start}*`] };
    case SpaceliftExternalIds.Stack:
      return { externalIdPatterns: stacks.map(({ stackId }) => `${start}${stackId}@*`) };
    default:
      return { externalIds: listExternalIds(identity, stacks) };
  }
}
