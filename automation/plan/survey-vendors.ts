import { createSpotClient } from "../../providers/spot/client";
import { TokenError } from "../../providers/token-error";
import type { TokenReader } from "../../providers/token-reader";
import { tokenSourceField } from "../../providers/token-source";
import { VendorError } from "../../providers/vendor-error";
import { InputError, type InputProblem } from "../errors";
import type { Target } from "../model";
import { doorKey, doorsOf, type VendorDoor } from "./vendor-door";

/** An account at a vendor. */
export interface VendorAccount {
  party: string;
  /** The vendor's id of it, for example `act-…`. */
  id: string;
  name: string;
  /** The AWS account it is connected to; absent when it is connected to none. */
  awsAccountId?: string;
}

/** What the vendors hold, as seen with the fleet's tokens. */
export interface VendorSurvey {
  /** Accounts by the door they were seen through; see `doorKey`. */
  byDoor: Map<string, VendorAccount[]>;
  /** Tokens that cannot be read or are refused, vendors that cannot be reached. */
  problems: InputProblem[];
}

/** Asks every vendor for its accounts: whether each token can be read and is accepted shows at the same time. */
export async function surveyVendors(doors: readonly VendorDoor[], tokens: TokenReader): Promise<VendorSurvey> {
  const survey: VendorSurvey = { byDoor: new Map(), problems: [] };
  await Promise.all(
    doors.map(async (door) => {
      try {
        survey.byDoor.set(doorKey(door), await listVendorAccounts(door, tokens));
      } catch (error) {
        survey.problems.push(...explain(door, error));
      }
    }),
  );
  return survey;
}

/** The vendor's accounts that are connected to one AWS account, as they are now. */
export async function listConnected(
  door: Pick<VendorDoor, "party" | "endpoint" | "token">,
  awsAccountId: string,
  tokens: TokenReader,
): Promise<VendorAccount[]> {
  return listVendorAccounts(door, tokens, awsAccountId);
}

/** Every account of every vendor, each once. */
export function allVendorAccounts(survey: VendorSurvey): VendorAccount[] {
  const all = [...survey.byDoor.values()].flat();
  return [...new Map(all.map((account) => [`${account.party} ${account.id}`, account])).values()];
}

/** The vendor accounts connected to a target, by party, as seen with the token of its own grants. */
export function connectedTo(survey: VendorSurvey, target: Target): Map<string, VendorAccount[]> {
  return new Map(
    doorsOf(target).map((door) => {
      const seen = survey.byDoor.get(doorKey(door)) ?? [];
      return [door.party, seen.filter(({ awsAccountId }) => awsAccountId === target.account.id)];
    }),
  );
}

async function listVendorAccounts(
  { party, endpoint, token }: Pick<VendorDoor, "party" | "endpoint" | "token">,
  tokens: TokenReader,
  awsAccountId?: string,
): Promise<VendorAccount[]> {
  const records = await createSpotClient({ endpoint, token, tokens }).listAccounts(awsAccountId);
  return records.map((record) => ({
    party,
    id: record.accountId,
    name: record.name,
    ...(record.awsAccountId ? { awsAccountId: record.awsAccountId } : {}),
  }));
}

function explain({ path, token }: VendorDoor, error: unknown): InputProblem[] {
  // The hub itself cannot be entered, and so no service of AWS be asked for the token.
  if (error instanceof InputError) return error.problems;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TokenError) return [{ path: [path, tokenSourceField(token)].join("."), message }];
  const refused = error instanceof VendorError && (error.status === 401 || error.status === 403);
  return [{ path: refused ? path : path.replace(/token$/, "endpoint"), message }];
}
