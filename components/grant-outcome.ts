/** One role that somebody may assume, and under which conditions. */
export interface RoleOutcome {
  /** ARN of the role. */
  roleArn: string;
  /** External ids the role accepts; any when there is none. */
  externalIds: string[];
  /** Who the trust policy opens for, as AWS stores them: ARNs and service names. */
  principals: string[];
  /** True when the caller must have signed in with a second factor. */
  requiresMfa?: boolean;
}

/** Where the external ids of a grant come from. */
export interface ExternalIdOrigin {
  /** Who made them: `vendor` for the vendor, `settings` when they were given there. */
  source: string;
  /** When the one in use was made, ISO 8601; absent when that was not recorded. */
  madeAt?: string;
  /** How often it was replaced; absent where it is not this package that asks for another one. */
  rotation?: number;
}

/** What one grant came to: whom it lets in by which role, and the party's side of it. */
export interface GrantOutcome extends RoleOutcome {
  /** The party that was let in, such as `spot`; the other fields are of the role it enters by. */
  party: string;
  /** Where its external ids come from; the first of them is the one in use, others are dropped once the party uses the first. */
  externalIdOrigin?: ExternalIdOrigin;
  /** Every other role the grant made, such as those of what the party deploys. */
  otherRoles?: RoleOutcome[];
  /** The party's own account for this AWS account. */
  vendorAccountId?: string;
  /** Name of that account at the party. */
  vendorAccountName?: string;
  /** True when the vendor account existed before and was taken over. */
  adopted?: boolean;
}
