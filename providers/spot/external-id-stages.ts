import { z } from "zod";
import { VendorError } from "../vendor-error";
import type { SpotClient } from "./client";
import { connectionInputs, spotAccountId } from "./connection-inputs";
import { mayPropagateYet } from "./refusal";

/** What {@link spotExternalIdState} is stored as; the first release stored version 1, without rotation and times. */
export const externalIdStateVersion = 2;

const stored = z.object({
  ...connectionInputs,
  accountId: spotAccountId,
  externalId: z.string().min(1),
  maxValidUntil: z.string().optional(),
  stateVersion: z.union([z.literal(1), z.literal(externalIdStateVersion)]),
  /** When it was minted, ISO 8601; the first release did not record it. */
  mintedAt: z.string().optional(),
  /** The highest rotation that was asked for and made. */
  rotation: z.number().default(0),
  /** External ids minted before that Spot may still present: everything but the newest one that it does not use for sure. */
  previousExternalIds: z.array(z.string()).default([]),
  /** True once a link at Spot was seen to use it, so that it does not expire any more. */
  inUse: z.boolean().default(false),
});

/** The stored state of a Spot external id, of this release and the ones before. */
export const spotExternalIdState = stored.transform((state) => ({ ...state, stateVersion: externalIdStateVersion }));

/** The stored state of a Spot external id. */
export type SpotExternalIdState = z.output<typeof spotExternalIdState>;

/**
 * What comes next for an external id, as its own state and the wanted rotation tell: `mint` another one beside it;
 * `drop` the previous ones once Spot uses the newest; `look` whether it expired unused; nothing.
 */
export type ExternalIdStage = "mint" | "drop" | "look" | "settled";

/** Decides the next stage. Pure. */
export function nextStage(state: SpotExternalIdState, rotation: number, now: number): ExternalIdStage {
  if (rotation > state.rotation) {
    return "mint";
  }
  if (state.previousExternalIds.length > 0) {
    return "drop";
  }
  const expired = state.maxValidUntil !== undefined && Date.parse(state.maxValidUntil) < now;
  return expired && !state.inUse ? "look" : "settled";
}

/**
 * Makes Spot use the newest external id, and tells whether it does.
 *
 * Spot does not tell which external id it presents. Linking again to the role that is linked makes it assume that role
 * with the one it minted last, before it accepts: what it accepts it uses from then on. A refusal changes nothing.
 */
export async function usesNewest(spot: SpotClient, accountId: string): Promise<boolean> {
  try {
    const roleArn = await spot.readCredentials(accountId);
    if (roleArn === undefined) {
      return false;
    }
    await spot.setCredentials(accountId, roleArn);
    return true;
  } catch (error) {
    if (isPlainRefusal(error)) {
      return false;
    }
    throw error;
  }
}

/** True when the account is linked to no role; where Spot does not tell the role, to no AWS account. */
export async function isUnlinked(spot: SpotClient, accountId: string): Promise<boolean> {
  try {
    return (await spot.readCredentials(accountId)) === undefined;
  } catch (error) {
    if (!isPlainRefusal(error)) {
      throw error;
    }
    const accounts = await spot.listAccounts();
    return !accounts.some((account) => account.accountId === accountId && account.awsAccountId);
  }
}

/** Only Spot's Go SDK knows the route that tells the role, so 404 and 405 may mean that it is not there. */
function isPlainRefusal(error: unknown): boolean {
  return mayPropagateYet(error) || (error instanceof VendorError && [404, 405].includes(error.status ?? 0));
}
