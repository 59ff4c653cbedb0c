import type { IAMClient } from "@aws-sdk/client-iam";
import type { S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { strictBucketRule } from "../strict/bucket-policy";
import { strictRule } from "../strict/strict-rule";
import { describeAwsError } from "./aws-error";
import { createIamClient, createS3Client, createStsClient } from "./clients";
import type { AwsConfiguration } from "./configuration";
import { assumedKeys, baseKeys, type KeySource } from "./credentials";
import type { AwsEnvironment } from "./environment";
import { Inspector } from "./inspector";

/** Who the provider is in AWS. */
export interface CallerIdentity {
  accountId: string;
  arn: string;
  userId: string;
}

/** One configured AWS provider: what resource types and functions work with. */
export interface AwsSession {
  region: string;
  iam: IAMClient;
  /** @throws Error when the provider was given no endpoint for S3. */
  s3(): S3Client;
  defaultTags: Readonly<Record<string, string>>;
  callerIdentity(): Promise<CallerIdentity>;
}

/**
 * Enters the account: keys, then each role of the chain, then a look at which account that is.
 *
 * @throws Error in the real plugin's words when a role cannot be assumed or the account is not an allowed one.
 */
export async function openSession(configuration: AwsConfiguration, environment: AwsEnvironment): Promise<AwsSession> {
  const { region, endpoints, maxRetries, assumeRoles, defaultTags } = configuration;
  const maxAttempts = maxRetries === undefined ? undefined : maxRetries + 1;
  const sts = (keys: KeySource) => createStsClient({ endpoint: endpoints.sts, region, keys, maxAttempts });
  let keys = baseKeys(configuration, environment);
  for (const role of assumeRoles) keys = assumedKeys(role, sts, keys);
  await keys();
  const client = sts(keys);
  let identity: Promise<CallerIdentity> | undefined;
  const callerIdentity = () => {
    identity ??= askIdentity(client);
    return identity;
  };
  await assertAllowed(configuration, callerIdentity);
  const inspect = async () => new Inspector(endpoints.iam, region, (await callerIdentity()).accountId);
  const iam = createIamClient({ endpoint: endpoints.iam, region, keys, maxAttempts }, strictRule(inspect));
  let bucketClient: S3Client | undefined;
  const s3 = () => {
    if (endpoints.s3 === undefined)
      throw new Error("the provider has no endpoint for s3: give it one beside iam and sts");
    const options = { endpoint: endpoints.s3, region, keys, maxAttempts };
    bucketClient ??= createS3Client(options, strictBucketRule(inspect));
    return bucketClient;
  };
  return { region, iam, s3, defaultTags: defaultTags.tags, callerIdentity };
}

async function askIdentity(client: STSClient): Promise<CallerIdentity> {
  try {
    const { Account, Arn, UserId } = await client.send(new GetCallerIdentityCommand({}));
    return { accountId: Account ?? "", arn: Arn ?? "", userId: UserId ?? "" };
  } catch (error) {
    throw describeAwsError(error, "STS", "GetCallerIdentity");
  }
}

// With both skips the real plugin knows no account, and an account that is not known is not allowed.
// Source: hashicorp/terraform-provider-aws `internal/conns/config.go`, aws-sdk-go-base `internal/config/config.go`.
async function assertAllowed(configuration: AwsConfiguration, identity: () => Promise<CallerIdentity>): Promise<void> {
  const { allowedAccountIds, forbiddenAccountIds, skipCredentialsValidation, skipRequestingAccountId } = configuration;
  const accountId = skipCredentialsValidation && skipRequestingAccountId ? "" : (await identity()).accountId;
  const allowed = allowedAccountIds.length === 0 || allowedAccountIds.includes(accountId);
  if (!allowed || forbiddenAccountIds.includes(accountId)) throw new Error(`AWS account ID not allowed: ${accountId}`);
}
