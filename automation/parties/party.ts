import type { AccountSettings, GrantSet } from "../../components/account-settings";
import type { TrustProblem } from "../../components/trust/trust-problem";
import type { Artefact, PartyFacts } from "./artefact";
import type { ArtefactSettings } from "./artefact-settings";
import type { VendorSide } from "./vendor-side";

/** Name of a party a grant can be for. */
export type PartyName = keyof GrantSet;

/** A role that a grant makes in an account. */
export interface WantedRole {
  /** Name in IAM, without the path. */
  name: string;
  /** IAM path: `/`, or with a slash at both ends. */
  path: string;
  /** Field of the grant that names it. */
  field: string;
}

/** Something other than a role that a grant makes in an account under a name of its own. */
export interface WantedName {
  kind: "policy" | "instance-profile" | "user" | "bucket";
  /** In IAM without the path, which does not tell two names apart. */
  name: string;
}

/** What the automation knows of a party beside its grant: one file a party, and nothing of it anywhere else. */
export interface Party {
  readonly name: PartyName;
  /** As a person writes it, such as `Spot`. */
  readonly title: string;
  /** The roles its grant makes in an account, the one the party enters by first; none without a grant. */
  listRoles(settings: AccountSettings): WantedRole[];
  /** What its grant and its managing side make besides the roles, by the names they want in the account. */
  listNames?(settings: AccountSettings): WantedName[];
  /**
   * What is wrong with its grant in an account that no schema sees, by the fields of the grant; nothing without a grant.
   *
   * @param guessable Words that are no external id of this account, such as its name.
   */
  findProblems?(settings: AccountSettings, guessable: readonly string[]): TrustProblem[];
  /** The identity or account by which it reaches all others, which can be part of a fleet; none for a vendor. */
  readonly managing?: {
    /** Such as `Spinnaker's managing identity`. */
    title: string;
    /** True when its account has a grant of the party, too, whether it is chosen or not. */
    holdsGrant: boolean;
  };
  /** The party's own side of a grant; none for a tool that keeps no account for yours. */
  readonly vendor?: VendorSide;
  /**
   * The files its tool is configured by, none without an account; pure. Secrets stand in them by reference alone.
   *
   * @throws TrustError with everything the tool would refuse.
   */
  artefacts?(facts: PartyFacts, settings: ArtefactSettings): Artefact[];
}
