import { TokenError } from "../../providers/token-reader";
import { VendorError } from "../../providers/vendor-error";
import type { InputProblem } from "../errors";
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
export async function surveyVendors(doors: readonly NamedDoor[]): Promise<VendorSurvey> {
  const survey: VendorSurvey = { byDoor: new Map(), problems: [] };
  await Promise.all(
    doors.map(async (door) => {
      try {
        survey.byDoor.set(doorKey(door), await vendorOf(door.party).listAccounts(door));
      } catch (error) {
        survey.problems.push(explain(door, error));
      }
    }),
  );
  return survey;
}

/** The vendor's accounts that belong to a target's grant, as they are now. */
export async function listConnected(door: VendorDoor, { settings }: Target): Promise<VendorAccount[]> {
  const vendor = vendorOf(door.party);
  const seen = await vendor.listAccounts(door, settings.accountId);
  return seen.filter((account) => vendor.isConnected(account, settings));
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
      return [door.party, seen.filter((account) => vendorOf(door.party).isConnected(account, target.settings))];
    }),
  );
}

function explain({ path, credentials }: NamedDoor, error: unknown): InputProblem {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TokenError) return { path: `${path}${sourceField(credentials)}`, message };
  const refused = error instanceof VendorError && (error.status === 401 || error.status === 403);
  return { path: refused ? path : path.replace(/\w+$/, "endpoint"), message };
}

/** A key of two halves is told as a whole; the message names the half. */
function sourceField({ token }: NamedDoor["credentials"]): string {
  if (!token) return "";
  return token.env === undefined ? ".file" : ".env";
}
