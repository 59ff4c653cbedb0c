import { homedir } from "node:os";
import * as path from "node:path";
import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import { fromIni } from "@aws-sdk/credential-providers";
import type { AssumedRole } from "./assumed-role";
import { describeAwsError } from "./aws-error";
import type { AwsConfiguration } from "./configuration";
import type { AwsEnvironment } from "./environment";

/** Keys to sign with, and until when they are good. */
export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

/** Gives keys, new ones when the last are about to end. */
export type KeySource = () => Promise<AwsKeys>;

/**
 * Where the first keys come from: the configuration, else the variables of the environment, else a profile.
 *
 * Other sources of the real plugin (container, instance metadata, single sign-on, a web identity) do not exist in a sandbox.
 */
export function baseKeys(configuration: AwsConfiguration, environment: AwsEnvironment): KeySource {
  const { accessKey, secretKey, token, profile } = configuration;
  if (accessKey && secretKey)
    return async () => ({ accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken: token });
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: session } = environment;
  if (!profile && id && secret)
    return async () => ({ accessKeyId: id, secretAccessKey: secret, sessionToken: session });
  return profileKeys(profile ?? environment.AWS_PROFILE ?? "default", configuration, environment);
}

/** Keys of a role, assumed with other keys. @throws Error as the real plugin words it. */
export function assumedKeys(role: AssumedRole, sts: (keys: KeySource) => STSClient, keys: KeySource): KeySource {
  const client = sts(keys);
  const assume = async (): Promise<AwsKeys> => {
    const request = new AssumeRoleCommand({
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName ?? `aws-go-sdk-${Date.now()}000000`,
      ExternalId: role.externalId,
      DurationSeconds: role.durationSeconds,
    });
    const { Credentials: given } = await client.send(request).catch((error: unknown) => {
      throw cannotAssume(role, error);
    });
    if (!given?.AccessKeyId || !given.SecretAccessKey) throw cannotAssume(role, new Error("the answer holds no keys"));
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      expiration: given.Expiration,
    };
  };
  return keptUntilExpiry(assume);
}

function profileKeys(profile: string, configuration: AwsConfiguration, environment: AwsEnvironment): KeySource {
  const home = environment.HOME ?? homedir();
  const [configFile = environment.AWS_CONFIG_FILE] = configuration.sharedConfigFiles;
  const [credentialsFile = environment.AWS_SHARED_CREDENTIALS_FILE] = configuration.sharedCredentialsFiles;
  const read = fromIni({
    profile,
    configFilepath: configFile ?? path.join(home, ".aws", "config"),
    filepath: credentialsFile ?? path.join(home, ".aws", "credentials"),
    // Another sandbox of this process has files of its own, and this one may have written its files anew.
    ignoreCache: true,
    clientConfig: { region: configuration.region, endpoint: configuration.endpoints.sts },
  });
  return keptUntilExpiry(async () => {
    try {
      return await read();
    } catch (error) {
      throw new Error(
        "No valid credential sources found. Please see https://www.pulumi.com/registry/packages/aws/installation-configuration/ " +
          `for more information about providing credentials.\n\nError: profile ${profile}: ${error instanceof Error ? error.message : error}`,
        { cause: error },
      );
    }
  });
}

// Text of the real plugin. Source: hashicorp/aws-sdk-go-base `errors.go`.
function cannotAssume(role: AssumedRole, error: unknown): Error {
  const reason = describeAwsError(error, "STS", "AssumeRole");
  return new Error(
    `Cannot assume IAM Role: IAM Role (${role.roleArn}) cannot be assumed.\n\n` +
      "There are a number of possible causes of this - the most common are:\n" +
      "  * The credentials used in order to assume the role are invalid\n" +
      "  * The credentials do not have appropriate permission to assume the role\n" +
      "  * The role ARN is not valid\n\n" +
      `Error: ${reason instanceof Error ? reason.message : reason}\n`,
    { cause: error },
  );
}

// Kept per provider instance only: the next instance asks again, as a new plugin process would.
function keptUntilExpiry(get: KeySource): KeySource {
  const marginMs = 60_000;
  let kept: Promise<AwsKeys> | undefined;
  let goodUntilMs = 0;
  return async () => {
    if (!kept || Date.now() > goodUntilMs) {
      goodUntilMs = Number.POSITIVE_INFINITY;
      kept = get();
      kept.then(
        (keys) => {
          goodUntilMs = keys.expiration ? keys.expiration.getTime() - marginMs : Number.POSITIVE_INFINITY;
        },
        () => {
          kept = undefined;
        },
      );
    }
    return kept;
  };
}
