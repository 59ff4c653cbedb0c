import type { TokenReader } from "../../providers";
import type { Target } from "../model";
import { parties } from "../parties/parties";
import type { PartyName } from "../parties/party";

/**
 * Deletes at the vendors what an interrupted enrolment of a target made there and no state knows of, unless vendor
 * accounts are to stay.
 *
 * @param mayHaveBegun True when the last run left the target half way: the vendor may not show yet what that one made.
 * @returns Ids of the vendor accounts that were deleted, by party.
 */
export async function deleteHalfMade(
  { settings }: Target,
  tokens: TokenReader,
  mayHaveBegun: boolean,
): Promise<Map<PartyName, string[]>> {
  const deleted = new Map<PartyName, string[]>();
  for (const { name, vendor } of parties) {
    if (vendor?.retains(settings.grants) !== false) continue;
    deleted.set(name, (await vendor.deleteHalfMade?.(settings, tokens, mayHaveBegun)) ?? []);
  }
  return deleted;
}
