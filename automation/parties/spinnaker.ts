import { z } from "zod";
import { spinnakerGrantSchema } from "../../components/spinnaker/grant";
import { withoutDefaults } from "./entry-fields";
import type { Party, WantedRole } from "./party";

/** A grant to Spinnaker in a fleet file. */
export const spinnakerEntrySchema = spinnakerGrantSchema.safeExtend({ party: z.literal("spinnaker") });

/** What an override may change of a grant to Spinnaker. */
export const spinnakerOverrideSchema = withoutDefaults(spinnakerGrantSchema);

/** Spinnaker (Armory). */
export const spinnakerParty: Party = {
  name: "spinnaker",
  title: "Spinnaker",
  listRoles: ({ grants: { spinnaker } }) => {
    if (!spinnaker) return [];
    const { roleName, baseRoleName, createBaseRole, ecs, lambda } = spinnaker;
    return [
      ...wanted("roleName", roleName),
      ...(createBaseRole ? wanted("baseRoleName", baseRoleName) : []),
      ...wanted("ecs.executionRoleName", ecs?.executionRoleName),
      ...wanted("lambda.executionRoleName", lambda?.executionRoleName),
    ];
  },
};

function wanted(field: string, name: string | undefined): WantedRole[] {
  return name === undefined ? [] : [{ name, path: "/", field }];
}
