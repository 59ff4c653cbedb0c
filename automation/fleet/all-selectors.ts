import type { Account } from "../model";
import { type AccountSelector, selectsWithoutTags } from "./account-selector";
import type { FleetSettings } from "./fleet-schema";

/** A selector with its path in the fleet file. */
export interface PlacedSelector {
  /** For example `accounts.include[0]` or `overrides[2].match`. */
  path: string;
  selector: AccountSelector;
}

/** Every selector of a fleet file, in the order choosing and resolving use them. */
export function listSelectors(settings: Pick<FleetSettings, "accounts" | "overrides">): PlacedSelector[] {
  const { include = [], intersect, exclude } = settings.accounts;
  return [
    ...include.map((selector, index) => ({ path: `accounts.include[${index}]`, selector })),
    ...intersect.flatMap((list, outer) =>
      list.map((selector, index) => ({ path: `accounts.intersect[${outer}][${index}]`, selector })),
    ),
    ...exclude.map((selector, index) => ({ path: `accounts.exclude[${index}]`, selector })),
    ...settings.overrides.map(({ match }, index) => ({ path: `overrides[${index}].match`, selector: match })),
  ];
}

/**
 * Whether an account's tags decide anything: some selector asks for tags and its other fields fit. Nothing asks for the tags of the rest,
 * as each account's cost a request.
 */
export function asksForTags(settings: Pick<FleetSettings, "accounts" | "overrides">): (account: Account) => boolean {
  const selectors = listSelectors(settings).flatMap(({ selector }) => (selector.tag ? [selector] : []));
  return (account) => selectors.some((selector) => selectsWithoutTags(selector, account));
}
