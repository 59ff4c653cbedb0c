import { z } from "zod";
import type { GrantSet } from "../../components/account-settings";
import { type SpotGrant, spotGrantSchema } from "../../components/spot/grant";

/** One grant of a fleet file: the party, and what is to be known about its access. */
export const grantEntrySchema = z.discriminatedUnion("party", [
  spotGrantSchema.safeExtend({ party: z.literal("spot") }),
]);

/** What an override may change of each party's grant: any of its fields, none of them has a default here. */
export const grantOverrideSchema = z
  .strictObject({ spot: withoutDefaults(spotGrantSchema).optional() })
  .describe("Fields of grants to replace, by party");

/** One grant of a fleet file. */
export type GrantEntry = z.output<typeof grantEntrySchema>;

/** Fields of grants to replace, by party. */
export interface GrantOverride {
  spot?: Partial<SpotGrant>;
}

/** Names of the parties a grant can be for. */
export const partyNames = ["spot"] as const;

/** The grants of one account: the fleet's list by party, then each override over it, in order. */
export function resolveGrants(entries: readonly GrantEntry[], overrides: readonly GrantOverride[]): GrantSet {
  const grants: GrantSet = {};
  for (const { party, ...grant } of entries) {
    const replaced = overrides.map((override) => withoutUndefined(override[party] ?? {}));
    grants[party] = Object.assign({}, grant, ...replaced) as SpotGrant;
  }
  return grants;
}

/** Every field optional, and absent when it is not written: a default would replace what the fleet's grant says. */
function withoutDefaults(schema: typeof spotGrantSchema) {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const bare: z.ZodType = field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field;
    return [name, bare.optional()];
  });
  return z
    .strictObject(Object.fromEntries(fields) as Record<string, z.ZodType>)
    .transform((set) => set as Partial<SpotGrant>);
}

function withoutUndefined(fields: Partial<SpotGrant>): Partial<SpotGrant> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
