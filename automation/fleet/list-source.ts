import type { Account } from "../model";
import type { AccountSource, KnownAccounts } from "./account-source";
import type { FleetSettings } from "./fleet-schema";

/** Accounts written in the fleet file, all of them taken to be active: for those who have no organization to ask. */
export class ListSource implements AccountSource {
  constructor(
    private readonly list: NonNullable<FleetSettings["accounts"]["list"]>,
    private readonly hubAccountId: string,
  ) {}

  async listAccounts(): Promise<KnownAccounts> {
    const accounts = this.list.map(
      ({ accountId, name, ou, tags }): Account => ({
        id: accountId,
        name: name ?? accountId,
        ouPath: ou,
        state: "ACTIVE",
        management: accountId === this.hubAccountId,
        ...(tags ? { tags } : {}),
      }),
    );
    return { accounts, ouPaths: unitsOf(accounts) };
  }
}

/** The paths of all units that accounts are in, and of those above. */
export function unitsOf(accounts: readonly Account[]): string[] {
  return [...new Set(accounts.flatMap(({ ouPath }) => withParents(ouPath)))].sort();
}

function withParents(ouPath: string): string[] {
  const names = ouPath.split("/").filter((name) => name !== "");
  return ["/", ...names.map((_name, index) => `/${names.slice(0, index + 1).join("/")}`)];
}
