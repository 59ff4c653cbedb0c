/** Keys a request to AWS is signed with. */
export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Region of everything in the sandbox. */
export const sandboxRegion = "us-east-1";

/** Settings of an AWS client that talks to the emulator as one identity. */
export function connection(endpoint: string, credentials: AwsKeys) {
  return { endpoint, region: sandboxRegion, credentials, maxAttempts: 2 };
}

/**
 * Keys of the root of an account in the emulator, which takes an access key of twelve digits, with any secret, for that.
 *
 * Only for seeding: AWS has nothing like it, and its root may not assume roles.
 */
export function emulatorRoot(accountId: string): AwsKeys {
  return { accessKeyId: accountId, secretAccessKey: "any" };
}
