import type { Target } from "../model";
import { selects } from "./account-selector";
import type { FleetSettings } from "./fleet-schema";

/**
 * Puts targets in the order waves take them: as the entries of `accounts.include` stand, those of one entry in the order they are known in,
 * the management account last. The same accounts always come out the same way. Pure.
 */
export function inWaveOrder({ accounts }: Pick<FleetSettings, "accounts">, targets: readonly Target[]): Target[] {
  const { include = [] } = accounts;
  const ranked = targets.map((target) => {
    if (target.account.management) return { target, rank: include.length + 1 };
    const entry = include.findIndex((selector) => selects(selector, target.account));
    return { target, rank: entry < 0 ? include.length : entry };
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ target }) => target);
}
