import type { FleetSettings } from "../fleet/fleet-schema";
import { resolveGrants } from "../fleet/grant-list";
import type { Target } from "../model";
import { findParty, parties } from "../parties/parties";
import type { VendorDoor } from "../parties/vendor-side";

/** A way into a vendor, and the setting that names its credentials, such as `grants[0].token`. */
export interface NamedDoor extends VendorDoor {
  path: string;
}

/** No vendor is reached in another way from another partition. */
const anyPartition = "aws";

/** All ways into vendors that a fleet file names, each once: those of its grants and those of its overrides. */
export function listVendorDoors({ grants, overrides }: FleetSettings): NamedDoor[] {
  const doors = grants.flatMap((grant, index): NamedDoor[] => {
    const door = findParty(grant.party)?.vendor?.door(resolveGrants([grant], [], anyPartition));
    if (!door) return [];
    const path = `grants[${index}].${credentialsField(door)}`;
    return [
      { ...door, path },
      ...overrides.flatMap(({ set }, override) => {
        const changed = findParty(grant.party)?.vendor?.door(resolveGrants([grant], [set], anyPartition));
        if (!changed || doorKey(changed) === doorKey(door)) return [];
        const own = `overrides[${override}].set.${grant.party}.${credentialsField(door)}`;
        return [{ ...changed, path: namesCredentials(set[grant.party]) ? own : path }];
      }),
    ];
  });
  // A map keeps the place of the first entry of a key, but the value of the last.
  const first = new Map(doors.toReversed().map((door) => [doorKey(door), door]));
  return doors.filter((door) => first.get(doorKey(door)) === door);
}

/** The ways into vendors that one target's grants use. */
export function doorsOf({ settings }: Target): VendorDoor[] {
  return parties.flatMap(({ vendor }) => vendor?.door(settings.grants) ?? []);
}

/** The same for two doors that lead to the same place with the same credentials. */
export function doorKey({ party, endpoint, credentials }: VendorDoor): string {
  return JSON.stringify([party, endpoint, credentials]);
}

function credentialsField({ credentials }: VendorDoor): string {
  return Object.keys(credentials).join();
}

function namesCredentials(set: object | undefined): boolean {
  return set !== undefined && ("token" in set || "apiKey" in set);
}
