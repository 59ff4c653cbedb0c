import { z } from "zod";
import type { GrantSet } from "../../components/account-settings";
import { deadlineEntrySchema, deadlineOverrideSchema } from "../parties/deadline";
import { spaceliftEntrySchema, spaceliftOverrideSchema } from "../parties/spacelift";
import { spinnakerEntrySchema, spinnakerOverrideSchema } from "../parties/spinnaker";
import { spotEntrySchema, spotOverrideSchema } from "../parties/spot";
import { stackerEntrySchema, stackerOverrideSchema } from "../parties/stacker";

/** One grant of a fleet file: the party, and what is to be known about its access. */
export const grantEntrySchema = z.discriminatedUnion("party", [
  spotEntrySchema,
  spaceliftEntrySchema,
  spinnakerEntrySchema,
  stackerEntrySchema,
  deadlineEntrySchema,
]);

/** What an override may change of each party's grant: any of its fields, none of them has a default here. */
export const grantOverrideSchema = z
  .strictObject({
    spot: spotOverrideSchema.optional(),
    spacelift: spaceliftOverrideSchema.optional(),
    spinnaker: spinnakerOverrideSchema.optional(),
    stacker: stackerOverrideSchema.optional(),
    deadline: deadlineOverrideSchema.optional(),
  })
  .describe("Fields of grants to replace, by party");

/** One grant of a fleet file. */
export type GrantEntry = z.output<typeof grantEntrySchema>;

/** Fields of grants to replace, by party. */
export type GrantOverride = z.output<typeof grantOverrideSchema>;

/** Names of the parties a grant can be for. */
export const partyNames = ["spot", "spacelift", "spinnaker", "stacker", "deadline"] as const;

/** The grants of one account: the fleet's list by party, then each override over it, in order. */
export function resolveGrants(entries: readonly GrantEntry[], overrides: readonly GrantOverride[]): GrantSet {
  return Object.assign({}, ...entries.map((entry) => resolveEntry(entry, overrides)));
}

function resolveEntry(entry: GrantEntry, overrides: readonly GrantOverride[]): GrantSet {
  const { party, ...grant } = entry;
  return { [party]: Object.assign({}, grant, ...overrides.map((override) => override[party])) };
}
