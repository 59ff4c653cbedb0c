/** What one grant came to: whom it lets in by which role, and the party's side of it. */
export interface GrantOutcome {
  /** The party that was let in, such as `spot`. */
  party: string;
  /** The role it assumes. */
  roleArn: string;
  /** External ids the role accepts. */
  externalIds: string[];
  /** Who the trust policy opens for, as ARNs. */
  principals: string[];
  /** The party's own account for this AWS account. */
  vendorAccountId?: string;
  /** Name of that account at the party. */
  vendorAccountName?: string;
  /** True when the vendor account existed before and was taken over. */
  adopted?: boolean;
}
