import { firstSpotName } from "../../components/spot/first-name";
import { createSpotClient, type TokenReader } from "../../providers";
import { deleteHalfMade } from "../../providers/spot/account";
import type { Target } from "../model";

/**
 * Deletes at the vendors what an interrupted enrolment of a target made there and no state knows of, unless vendor
 * accounts are to stay.
 *
 * @param mayHaveBegun True when the last run left the target half way: the vendor may not show yet what that one made.
 * @returns Ids of the vendor accounts that were deleted.
 */
export async function deleteHalfMadeAccounts(
  { account, settings }: Target,
  tokens: TokenReader,
  mayHaveBegun: boolean,
): Promise<string[]> {
  const { spot } = settings.grants;
  if (!spot || spot.retainVendorAccount) return [];
  const client = createSpotClient({ endpoint: spot.endpoint, token: spot.token, tokens });
  return deleteHalfMade(client, firstSpotName(account.id), mayHaveBegun);
}
