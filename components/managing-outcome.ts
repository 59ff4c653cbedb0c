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
}
