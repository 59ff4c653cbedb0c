import { type TokenSource, tokenSourceKey } from "../../providers/token-source";
import type { FleetSettings } from "../fleet/fleet-schema";
import type { Target } from "../model";

/** One way into a vendor: where its API is and which token opens it. */
export interface VendorDoor {
  party: string;
  endpoint: string;
  token: TokenSource;
  /** The setting that names the token, such as `grants[0].token`. */
  path: string;
}

/** All ways into vendors that a fleet file names, each once: those of its grants and those of its overrides. */
export function listVendorDoors({ grants, overrides }: FleetSettings): VendorDoor[] {
  const doors = grants.flatMap((grant, index): VendorDoor[] => [
    { ...pick(grant), party: grant.party, path: `grants[${index}].token` },
    ...overrides.flatMap(({ set }, override) => {
      const { token, endpoint } = set[grant.party] ?? {};
      if (token === undefined && endpoint === undefined) return [];
      const path = token ? `overrides[${override}].set.${grant.party}.token` : `grants[${index}].token`;
      return [
        { ...pick({ ...grant, ...(token && { token }), ...(endpoint && { endpoint }) }), party: grant.party, path },
      ];
    }),
  ]);
  // A map keeps the place of the first entry of a key, but the value of the last.
  const first = new Map(doors.toReversed().map((door) => [doorKey(door), door]));
  return doors.filter((door) => first.get(doorKey(door)) === door);
}

/** The ways into vendors that one target's grants use. */
export function doorsOf({ settings }: Target): Pick<VendorDoor, "party" | "endpoint" | "token">[] {
  return Object.entries(settings.grants).flatMap(([party, grant]) =>
    grant && "token" in grant ? [{ ...pick(grant), party }] : [],
  );
}

/** The same for two doors that lead to the same place with the same token. */
export function doorKey({ party, endpoint, token }: Pick<VendorDoor, "party" | "endpoint" | "token">): string {
  return JSON.stringify([party, endpoint, tokenSourceKey(token)]);
}

function pick({ endpoint, token }: { endpoint: string; token: TokenSource }): Pick<VendorDoor, "endpoint" | "token"> {
  return { endpoint, token };
}
