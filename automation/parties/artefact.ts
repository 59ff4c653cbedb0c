import type { AccountSettings, ManagingSet } from "../../components/account-settings";
import type { ManagingOutcome } from "../../components/managing-outcome";
import type { Account, GrantOutcome } from "../model";

/** A file that a party's tool is configured by. */
export interface Artefact {
  /** Below the party's folder, with `/` between folders: `.aws/config`. */
  path: string;
  /** All of it; lines that begin with `#` are comments to who reads it. */
  text: string;
}

/** An account that a party was let into, as its stack recorded it. */
export interface GrantedAccount {
  account: Pick<Account, "id" | "name">;
  /** What the party's grant came to. */
  grant: GrantOutcome;
  /** What the fleet file says of the account. */
  settings: Pick<AccountSettings, "region" | "grants">;
}

/** What a party's artefacts are written from: what really exists, never what is only planned. */
export interface PartyFacts {
  /** Region of the hub. */
  region: string;
  /** The accounts of the party, by name and then by id. */
  accounts: GrantedAccount[];
  /** Its managing side, where that is part of the fleet and was made. */
  managing?: { settings: ManagingSet; outcome: ManagingOutcome };
}

/**
 * What a tool calls the accounts: their names with `-` for what it does not take, and the id behind it where that would be nobody's or
 * somebody else's, too.
 *
 * @param unfit The characters it does not take.
 * @param taken Names that are used for something else.
 */
export function nameAccounts(
  accounts: readonly GrantedAccount[],
  unfit: RegExp,
  taken: readonly string[] = [],
): Map<string, string> {
  const named = accounts.map(({ account: { id, name } }) => ({ id, name: trimmed(name.replace(unfit, "-")) }));
  const isAmbiguous = (name: string): boolean =>
    taken.includes(name) || named.filter((other) => other.name === name).length > 1;
  return new Map(
    named.map(({ id, name }) => {
      if (name === "") return [id, id];
      return [id, isAmbiguous(name) ? `${name}-${id}` : name];
    }),
  );
}

function trimmed(name: string): string {
  return name.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}
