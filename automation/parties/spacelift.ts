import { z } from "zod";
import type { AccountSettings } from "../../components/account-settings";
import { type SpaceliftGrant, spaceliftGrantSchema } from "../../components/spacelift/grant";
import { spaceliftApiKey } from "../../components/spacelift/spacelift-api-key";
import { createSpaceliftClient } from "../../providers/spacelift/client";
import { withoutDefaults } from "./entry-fields";
import type { Party } from "./party";
import { wantedPolicies } from "./policy-names";
import type { VendorAccount } from "./vendor-side";

/** A grant to Spacelift in a fleet file. */
export const spaceliftEntrySchema = spaceliftGrantSchema.safeExtend({ party: z.literal("spacelift") });

/** What an override may change of a grant to Spacelift. */
export const spaceliftOverrideSchema = withoutDefaults(spaceliftGrantSchema);

/** The grant of one account to Spacelift. */
export function resolveSpacelift(
  { party: _party, ...grant }: z.output<typeof spaceliftEntrySchema>,
  changes: Partial<SpaceliftGrant>,
): SpaceliftGrant {
  return { ...grant, ...changes };
}

/** Spacelift. One AWS account may have integrations of others too: ours is known by its name and by its role. */
export const spaceliftParty: Party = {
  name: "spacelift",
  title: "Spacelift",
  listRoles: ({ grants: { spacelift } }) =>
    spacelift ? [{ name: spacelift.roleName, path: spacelift.rolePath, field: "roleName" }] : [],
  listNames: ({ grants: { spacelift } }) =>
    spacelift ? wantedPolicies(`${spacelift.roleName}Policy`, spacelift.permissions) : [],
  vendor: {
    noun: "integration",
    accountKind: "SpaceliftAwsIntegration",
    door: ({ spacelift }) =>
      spacelift && { party: "spacelift", endpoint: spacelift.endpoint, credentials: { apiKey: spacelift.apiKey } },
    listAccounts: async ({ endpoint, credentials: { apiKey = spaceliftApiKey } }, tokens, awsAccountId) => {
      const integrations = await createSpaceliftClient({ endpoint, apiKey, tokens }).listIntegrations();
      return integrations
        .map(({ integrationId: id, name, roleArn }) => ({
          party: "spacelift",
          id,
          name,
          roleArn,
          ...accountOf(roleArn),
        }))
        .filter((account) => awsAccountId === undefined || account.awsAccountId === awsAccountId);
    },
    isConnected: (account, settings) => leadsToOurRole(account, settings),
    isAdoptable: (account, settings) => leadsToOurRole(account, settings) && hasOurName(account, settings),
    awsAccountOf: ({ roleArn }) => accountOf(String(roleArn)).awsAccountId ?? "",
    // Source: the error text "stack already has an AWS integration attached for read".
    listExclusive: ({ spacelift }) =>
      (spacelift?.stacks ?? []).map(({ stackId }) => ({ field: "stacks", value: stackId })),
    retains: ({ spacelift }) => spacelift?.retainVendorAccount,
  },
};

function leadsToOurRole({ roleArn }: VendorAccount, { accountId, grants: { spacelift } }: AccountSettings): boolean {
  const { rolePath = "/", roleName } = spacelift ?? {};
  return roleArn?.replace(/^arn:[a-z-]+:/, "") === `iam::${accountId}:role${rolePath}${roleName}`;
}

function hasOurName({ name }: VendorAccount, { accountId, grants: { spacelift } }: AccountSettings): boolean {
  return name === (spacelift?.integrationName ?? `aws-${accountId}`);
}

function accountOf(roleArn: string): { awsAccountId?: string } {
  const [, awsAccountId] = /^arn:[a-z-]+:iam::(\d{12}):/.exec(roleArn) ?? [];
  return awsAccountId === undefined ? {} : { awsAccountId };
}
