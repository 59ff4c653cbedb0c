import type { SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";
import { parseJson } from "./answer-text";
import { TokenError } from "./token-error";
import { describeTokenSource, type TokenSource } from "./token-source";

/** Who asks the services of AWS that hold tokens, and where they are. */
export interface AwsForTokens {
  region: string;
  /** Another address for the AWS APIs; without it that of AWS, or what the environment says. */
  endpoint?: string;
  credentials: NonNullable<SecretsManagerClientConfig["credentials"]>;
}

const requestHandler = { connectionTimeout: 5_000, requestTimeout: 15_000 };

/**
 * Reads a token from AWS Secrets Manager or from a parameter of AWS Systems Manager.
 *
 * Their clients are loaded here and nowhere else: most programs never need them.
 *
 * @param aws Who asks; without it the environment says.
 * @throws TokenError naming the secret or parameter and the permission it takes.
 */
export async function readTokenFromAws(source: TokenSource, aws: AwsForTokens | undefined): Promise<string> {
  return source.secretsManager === undefined
    ? readParameter(source, source.ssmParameter ?? "", aws)
    : readSecret(source, source.secretsManager, aws);
}

async function readSecret(source: TokenSource, secret: string, aws: AwsForTokens | undefined): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  const client = new SecretsManagerClient(configFor(secret, aws));
  try {
    const { SecretString, SecretBinary } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    return pickField(source, SecretString ?? new TextDecoder().decode(SecretBinary));
  } catch (error) {
    throw explain(source, error, "secretsmanager:GetSecretValue");
  } finally {
    client.destroy();
  }
}

async function readParameter(source: TokenSource, parameter: string, aws: AwsForTokens | undefined): Promise<string> {
  const { GetParameterCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient(configFor(parameter, aws));
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    return Parameter?.Value ?? "";
  } catch (error) {
    throw explain(source, error, "ssm:GetParameter");
  } finally {
    client.destroy();
  }
}

function configFor(nameOrArn: string, aws: AwsForTokens | undefined) {
  const region = nameOrArn.startsWith("arn:") ? nameOrArn.split(":")[3] : undefined;
  return { ...aws, ...(region ? { region } : {}), requestHandler };
}

function pickField(source: TokenSource, secret: string): string {
  const value = parseJson(secret);
  const fields = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  if (source.key === undefined) {
    if (fields === undefined) return secret;
    throw new TokenError(
      `No vendor token: ${describeTokenSource(source)} holds a JSON object. Name the field with the token as key, beside secretsManager.`,
    );
  }
  const field = fields && Object.hasOwn(fields, source.key) ? fields[source.key] : undefined;
  if (typeof field === "string") return field;
  throw new TokenError(
    `No vendor token: ${describeTokenSource(source)} is not there: the secret ${fields ? "has no such text field" : "is no JSON object"}. Correct key, or the secret.`,
  );
}

function explain(source: TokenSource, error: unknown, action: string): Error {
  if (!(error instanceof Error) || error instanceof TokenError) return error as Error;
  // A refused connection is an AggregateError without a message of its own.
  const reason = error.message || ("code" in error ? String(error.code) : "no reason given");
  return new TokenError(
    `No vendor token: ${describeTokenSource(source)} cannot be read (${error.name}: ${reason.replace(/\.$/, "")}). It has to exist there, and whoever reads it needs ${action} on it and kms:Decrypt on its key.`,
    { cause: error },
  );
}
