import { z } from "zod";
import { firstSpotName } from "../../components/spot/first-name";
import { type SpotGrant, spotGrantSchema } from "../../components/spot/grant";
import { spotPolicyName, spotStatements } from "../../components/spot/permissions";
import { deleteHalfMade as deleteHalfMadeAccount } from "../../providers/spot/account";
import { createSpotClient } from "../../providers/spot/client";
import { withoutDefaults } from "./entry-fields";
import type { Party } from "./party";
import { wantedPolicies } from "./policy-names";

/** A grant to Spot in a fleet file. */
export const spotEntrySchema = spotGrantSchema.safeExtend({ party: z.literal("spot") });

/** What an override may change of a grant to Spot. */
export const spotOverrideSchema = withoutDefaults(spotGrantSchema);

/** The grant of one account to Spot. */
export function resolveSpot(
  { party: _party, ...grant }: z.output<typeof spotEntrySchema>,
  changes: Partial<SpotGrant>,
): SpotGrant {
  return { ...grant, ...changes };
}

/** Spot (Spotinst, Spot by Flexera). */
export const spotParty: Party = {
  name: "spot",
  title: "Spot",
  listRoles: ({ grants: { spot } }) => (spot ? [{ name: spot.roleName, path: spot.rolePath, field: "roleName" }] : []),
  listNames: ({ grants: { spot } }) => {
    if (!spot) return [];
    const statements = [...spotStatements[spot.permissions], ...spot.extraStatements];
    return wantedPolicies(spotPolicyName, statements);
  },
  vendor: {
    noun: "account",
    accountKind: "SpotAccount",
    door: ({ spot }) => spot && { party: "spot", endpoint: spot.endpoint, credentials: { token: spot.token } },
    listAccounts: async ({ endpoint, credentials: { token = {} } }, tokens, awsAccountId) => {
      const records = await createSpotClient({ endpoint, token, tokens }).listAccounts(awsAccountId);
      return records.map((record) => ({
        party: "spot",
        id: record.accountId,
        name: record.name,
        ...(record.awsAccountId ? { awsAccountId: record.awsAccountId } : {}),
      }));
    },
    isConnected: ({ awsAccountId }, { accountId }) => awsAccountId === accountId,
    isAdoptable: ({ awsAccountId }, { accountId }) => awsAccountId === accountId,
    awsAccountOf: ({ awsAccountId }) => String(awsAccountId),
    withRotation: ({ spot, ...others }, least) => ({
      ...others,
      ...(spot && { spot: { ...spot, rotation: Math.max(spot.rotation, least) } }),
    }),
    retains: ({ spot }) => spot?.retainVendorAccount,
    deleteHalfMade: async ({ accountId, grants: { spot } }, tokens, mayHaveBegun) => {
      if (!spot) return [];
      const client = createSpotClient({ endpoint: spot.endpoint, token: spot.token, tokens });
      return deleteHalfMadeAccount(client, firstSpotName(accountId), mayHaveBegun);
    },
  },
};
