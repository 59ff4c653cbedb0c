import { TokenError } from "../../providers/token-error";
import type { TokenReader } from "../../providers/token-reader";
import { tokenSourceField } from "../../providers/token-source";
import { VendorError } from "../../providers/vendor-error";
import { InputError, type InputProblem } from "../errors";
import type { Target } from "../model";
import { vendorOf } from "../parties/parties";
import type { VendorAccount, VendorDoor } from "../parties/vendor-side";
import { doorKey, doorsOf, type NamedDoor } from "./vendor-door";

/** What the vendors hold, as seen with the fleet's tokens. */
export interface VendorSurvey {
  /** Accounts by the door they were seen through; see `doorKey`. */
  byDoor: Map<string, VendorAccount[]>;
  /** Tokens that cannot be read or are refused, vendors that cannot be reached. */
  problems: InputProblem[];
}

/** Asks every vendor for its accounts: whether each token can be read and is accepted shows at the same time. */
export async function surveyVendors(doors: readonly NamedDoor[], tokens: TokenReader): Promise<VendorSurvey> {
  const survey: VendorSurvey = { byDoor: new Map(), problems: [] };
  await Promise.all(
    doors.map(async (door) => {
      try {
        survey.byDoor.set(doorKey(door), await vendorOf(door.party).listAccounts(door, tokens));
      } catch (error) {
        survey.problems.push(...explain(door, error));
      }
    }),
  );
  return survey;
}

/** The vendor's accounts that belong to a target's grant, as they are now. */
export async function listConnected(
  door: VendorDoor,
  { settings }: Target,
  tokens: TokenReader,
): Promise<VendorAccount[]> {
  const vendor = vendorOf(door.party);
  const seen = await vendor.listAccounts(door, tokens, settings.accountId);
  return seen.filter((account) => vendor.isConnected(account, settings));
}

/** Every account of every vendor, each once. */
export function allVendorAccounts(survey: VendorSurvey): VendorAccount[] {
  const all = [...survey.byDoor.values()].flat();
  return [...new Map(all.map((account) => [`${account.party} ${account.id}`, account])).values()];
}

/** What tells the vendor accounts connected to a target, by party, as seen with the token of its own grants. Asked of any number of targets. */
export function indexConnections({ byDoor }: VendorSurvey): (target: Target) => Map<string, VendorAccount[]> {
  const index = new Map([...byDoor].map(([key, accounts]) => [key, byAwsAccount(accounts)]));
  return (target) =>
    new Map(
      doorsOf(target).map((door) => {
        const vendor = vendorOf(door.party);
        const seen = index.get(doorKey(door))?.get(target.account.id) ?? [];
        return [door.party, seen.filter((account) => vendor.isConnected(account, target.settings))];
      }),
    );
}

function byAwsAccount(accounts: readonly VendorAccount[]): Map<string, VendorAccount[]> {
  const found = new Map<string, VendorAccount[]>();
  for (const account of accounts) {
    if (account.awsAccountId === undefined) continue;
    const same = found.get(account.awsAccountId);
    if (same) same.push(account);
    else found.set(account.awsAccountId, [account]);
  }
  return found;
}

function explain({ path, credentials }: NamedDoor, error: unknown): InputProblem[] {
  // The hub itself cannot be entered, and so no service of AWS be asked for the token.
  if (error instanceof InputError) return error.problems;
  const message = error instanceof Error ? error.message : String(error);
  // A key of two halves is told as a whole; the message names the half.
  const field = credentials.token && tokenSourceField(credentials.token);
  if (error instanceof TokenError) return [{ path: [path, ...(field ? [field] : [])].join("."), message }];
  const refused = error instanceof VendorError && (error.status === 401 || error.status === 403);
  return [{ path: refused ? path : path.replace(/\w+$/, "endpoint"), message }];
}
