import * as pulumi from "@pulumi/pulumi";
import type { RoleOutcome } from "./grant-outcome";

/** What a party's managing side in this account came to. */
export interface ManagingOutcome {
  /** The party, such as `spinnaker`. */
  party: string;
  /** ARN of the identity that assumes the managed roles, when one is made or named here. */
  principalArn?: string;
  /** Id of the identity's access key, when it has one. */
  accessKeyId?: string;
  /** Name of the bucket made for the party. */
  bucketName?: string;
  /** Roles made for it, such as an instance role; none for a user, nor for a role that was there before. */
  roles?: RoleOutcome[];
}

/** What a component that makes a managing identity tells of it. */
interface ManagingIdentity {
  principalArn: pulumi.Output<string>;
  accessKeyId: pulumi.Output<string | undefined>;
  /** Whom the trust policy of a new role names; nobody without a new role. */
  principals: pulumi.Output<string[]>;
}

/** What the managing identity of a party came to. @internal */
export function describeManaging(
  party: string,
  { principalArn, accessKeyId, principals }: ManagingIdentity,
): pulumi.Output<ManagingOutcome> {
  return pulumi.all([principalArn, accessKeyId, principals]).apply(([arn, keyId, trusted]) => ({
    party,
    principalArn: arn,
    ...(keyId && { accessKeyId: keyId }),
    ...(trusted.length > 0 && { roles: [{ roleArn: arn, externalIds: [], principals: trusted }] }),
  }));
}
