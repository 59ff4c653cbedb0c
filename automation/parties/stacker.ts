import { z } from "zod";
import { stackerGrantSchema } from "../../components/stacker/grant";
import { withoutDefaults } from "./entry-fields";
import type { Party } from "./party";

/** A grant to stacker in a fleet file. */
export const stackerEntrySchema = stackerGrantSchema.safeExtend({ party: z.literal("stacker") });

/** What an override may change of a grant to stacker. */
export const stackerOverrideSchema = withoutDefaults(stackerGrantSchema);

/** stacker, which drives CloudFormation. */
export const stackerParty: Party = {
  name: "stacker",
  title: "stacker",
  listRoles: ({ grants: { stacker } }) => {
    if (!stacker) return [];
    const { roleName, serviceRole } = stacker;
    return [
      { name: roleName, path: "/", field: "roleName" },
      ...(serviceRole ? [{ name: serviceRole.roleName, path: "/", field: "serviceRole.roleName" }] : []),
    ];
  },
};
