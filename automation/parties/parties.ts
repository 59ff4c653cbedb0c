import { deadlineParty } from "./deadline";
import type { Party, PartyName } from "./party";
import { spaceliftParty } from "./spacelift";
import { spinnakerParty } from "./spinnaker";
import { spotParty } from "./spot";
import { stackerParty } from "./stacker";
import type { VendorSide } from "./vendor-side";

/** Every party a grant can be for, in the order in which they are told. */
export const parties: readonly Party[] = [spotParty, spaceliftParty, spinnakerParty, stackerParty, deadlineParty];

/** The party of that name; nothing when this release has none. */
export function findParty(name: string): Party | undefined {
  return parties.find((party) => party.name === name);
}

/** What the party of that name is called, as a person writes it. */
export function partyTitle(name: string): string {
  return findParty(name)?.title ?? name;
}

/** The vendor side of a party that is known to have one. */
export function vendorOf(name: PartyName): VendorSide {
  const vendor = findParty(name)?.vendor;
  if (!vendor) throw new Error(`${name} has no vendor side.`);
  return vendor;
}
