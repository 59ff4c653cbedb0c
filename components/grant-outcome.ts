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

/** What one grant came to: whom it lets in by which role, and the party's side of it. */
export interface GrantOutcome extends RoleOutcome {
  /** The party that was let in, such as `spot`; the other fields are of the role it enters by. */
  party: string;
  /** Every other role the grant made, such as those of what the party deploys. */
  otherRoles?: RoleOutcome[];
  /** The party's own account for this AWS account. */
  vendorAccountId?: string;
  /** Name of that account at the party. */
  vendorAccountName?: string;
  /** True when the vendor account existed before and was taken over. */
  adopted?: boolean;
}
