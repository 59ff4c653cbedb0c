import type { AccountSettings, GrantSet } from "../../components/account-settings";
import type { Properties, ResourceKind, SpaceliftApiKeySource, TokenReader, TokenSource } from "../../providers";

/** One way into a vendor: where its API is and where the credentials that open it are read from. */
export interface VendorDoor {
  party: keyof GrantSet;
  endpoint: string;
  credentials: VendorCredentials;
}

/** Where a vendor's credentials are read from, under the name that the grant has for them. */
export interface VendorCredentials {
  token?: TokenSource;
  apiKey?: SpaceliftApiKeySource;
}

/** An account, integration or the like at a vendor that stands for an AWS account. */
export interface VendorAccount {
  party: string;
  /** The vendor's id of it, for example `act-…`. */
  id: string;
  name: string;
  /** The AWS account it is connected to; absent when it is connected to none. */
  awsAccountId?: string;
  /** The role it leads to, where the vendor says so. */
  roleArn?: string;
}

/** A party's own side of its grants, as far as it is looked at before and after a run. */
export interface VendorSide {
  /** What the vendor calls a vendor account: `account`, `integration`. */
  readonly noun: string;
  /** The kind of vendor resource that is one. */
  readonly accountKind: ResourceKind;
  /** The way into the vendor that an account's grants name; none without a grant. */
  door(grants: GrantSet): VendorDoor | undefined;
  /** The vendor accounts seen through a door; all of them, or at least those connected to one AWS account. */
  listAccounts(door: VendorDoor, tokens: TokenReader, awsAccountId?: string): Promise<VendorAccount[]>;
  /** Whether a vendor account belongs to the grant of an account; one of another AWS account never does. */
  isConnected(account: VendorAccount, settings: AccountSettings): boolean;
  /** Whether an `up` without a state would take it over. */
  isAdoptable(account: VendorAccount, settings: AccountSettings): boolean;
  /** The AWS account that a vendor resource of `accountKind` stands for, from what its state holds. */
  awsAccountOf(properties: Properties): string;
  /** What the vendor gives to one AWS account only, with the field of the grant that names it; absent where there is nothing. */
  listExclusive?(grants: GrantSet): { field: string; value: string }[];
  /** The grants with at least that number of rotations, where the vendor can be asked for another external id. */
  withRotation?(grants: GrantSet, least: number): GrantSet;
  /** Whether vendor accounts are to stay when the grant is taken away; absent without a grant. */
  retains(grants: GrantSet): boolean | undefined;
  /**
   * Deletes what an interrupted enrolment made at the vendor and no state may know of; returns the ids. Absent where the
   * vendor keeps nothing of the kind.
   *
   * @param mayHaveBegun True when the vendor may not show it yet.
   */
  deleteHalfMade?(settings: AccountSettings, tokens: TokenReader, mayHaveBegun: boolean): Promise<string[]>;
}
