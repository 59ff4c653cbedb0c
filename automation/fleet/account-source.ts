import type { Account } from "../model";

/** All accounts a source knows, and all organizational units, those without accounts too. */
export interface KnownAccounts {
  accounts: Account[];
  /** Paths such as `/Workloads/Prod`; the root is `/`. */
  ouPaths: string[];
}

/** Where the accounts of a fleet come from. */
export interface AccountSource {
  /**
   * Reads everything in one pass, all pages.
   *
   * @throws InputError when the source cannot be read with the hub's identity.
   */
  listAccounts(signal?: AbortSignal): Promise<KnownAccounts>;
}
