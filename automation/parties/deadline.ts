import { z } from "zod";
import { deadlineNames } from "../../components/deadline/deadline-names";
import { type DeadlineGrant, deadlineGrantSchema } from "../../components/deadline/grant";
import { withoutDefaults } from "./entry-fields";
import type { Party } from "./party";

/** A grant to Deadline in a fleet file. */
export const deadlineEntrySchema = deadlineGrantSchema.safeExtend({ party: z.literal("deadline") });

/** What an override may change of a grant to Deadline. */
export const deadlineOverrideSchema = withoutDefaults(deadlineGrantSchema);

/** The grant of one account to Deadline. */
export function resolveDeadline(
  { party: _party, ...grant }: z.output<typeof deadlineEntrySchema>,
  changes: Partial<DeadlineGrant>,
): DeadlineGrant {
  return { ...grant, ...changes };
}

/** The Spot Event Plugin of Deadline. */
export const deadlineParty: Party = {
  name: "deadline",
  title: "Deadline",
  listRoles: ({ grants: { deadline } }) => {
    if (!deadline) return [];
    const { roleName, workerRoleName, createFleetRole, fleetRoleName = deadlineNames.fleet } = deadline;
    const tracker = deadline.resourceTracker && deadline.createResourceTrackerRole;
    return [
      wanted("roleName", roleName),
      wanted("workerRoleName", workerRoleName),
      ...(createFleetRole ? [wanted("fleetRoleName", fleetRoleName)] : []),
      ...(tracker ? [wanted("createResourceTrackerRole", deadlineNames.resourceTracker)] : []),
    ];
  },
};

// Deadline's policy knows roles without a path alone.
const wanted = (field: string, name: string) => ({ name, path: "/", field });
