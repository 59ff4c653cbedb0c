import { z } from "zod";
import type { GrantSet, ManagingSet } from "../../components/account-settings";
import type { Target } from "../model";
import {
  deadlineEntrySchema,
  deadlineOverrideSchema,
  resolveDeadline,
  resolveDeadlineManaging,
} from "../parties/deadline";
import { resolveSpacelift, spaceliftEntrySchema, spaceliftOverrideSchema } from "../parties/spacelift";
import {
  resolveSpinnaker,
  resolveSpinnakerManaging,
  spinnakerEntrySchema,
  spinnakerOverrideSchema,
} from "../parties/spinnaker";
import { resolveSpot, spotEntrySchema, spotOverrideSchema } from "../parties/spot";
import { resolveStacker, resolveStackerManaging, stackerEntrySchema, stackerOverrideSchema } from "../parties/stacker";

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
export function resolveGrants(
  entries: readonly GrantEntry[],
  overrides: readonly GrantOverride[],
  partition: string,
): GrantSet {
  return Object.assign({}, ...entries.map((entry) => resolveEntry(entry, overrides, partition)));
}

function resolveEntry(entry: GrantEntry, overrides: readonly GrantOverride[], partition: string): GrantSet {
  switch (entry.party) {
    case "spot":
      return { spot: resolveSpot(entry, changesOf(overrides, "spot")) };
    case "spacelift":
      return { spacelift: resolveSpacelift(entry, changesOf(overrides, "spacelift")) };
    case "spinnaker":
      return { spinnaker: resolveSpinnaker(entry, changesOf(overrides, "spinnaker"), partition) };
    case "stacker":
      return { stacker: resolveStacker(entry, changesOf(overrides, "stacker")) };
    case "deadline":
      return { deadline: resolveDeadline(entry, changesOf(overrides, "deadline")) };
  }
}

/**
 * The managing sides of one account, told by the accounts they manage.
 *
 * @param entries Those of the grants whose managing side lives in the account.
 * @param members Every account that gets the fleet's grants.
 */
export function resolveManaging(
  entries: readonly GrantEntry[],
  members: readonly Target[],
  partition: string,
): ManagingSet {
  return Object.assign({}, ...entries.map((entry) => resolveSide(entry, members, partition)));
}

function resolveSide(entry: GrantEntry, members: readonly Target[], partition: string): ManagingSet {
  switch (entry.party) {
    case "spinnaker":
      return { spinnaker: resolveSpinnakerManaging(entry, members, partition) };
    case "stacker":
      return { stacker: resolveStackerManaging(entry, members) };
    case "deadline":
      return { deadline: resolveDeadlineManaging(entry, members) };
    default:
      return {};
  }
}

function changesOf<Name extends keyof GrantOverride>(
  overrides: readonly GrantOverride[],
  party: Name,
): NonNullable<GrantOverride[Name]> {
  return Object.assign({}, ...overrides.map((override) => override[party]));
}
