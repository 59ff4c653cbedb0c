/** What one AWS account should be like. */
export interface AccountStory {
  readonly name: string;
  readonly id: string;
  /** `kept`: offboarded, with the vendor account left at the vendor. */
  wanted: "nothing" | "enrolled" | "kept";
  alias: string;
  roleName: string;
  retain: boolean;
  /** Id of the vendor account it has to have, as long as nothing was to delete that. */
  vendorId?: string;
}

/** Settings of the fleet file that give each account what it should have. */
export function overridesFor(accounts: readonly AccountStory[]): object[] {
  return accounts.map(({ id, roleName, retain }) => ({
    match: { accountId: id },
    set: { spot: { roleName, retainVendorAccount: retain } },
  }));
}
