import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { InputError } from "../errors";
import type { HubSettings } from "./fleet-schema";
import { type AwsConnection, roleArn, throughRoles } from "./role-chain";

/** The hub, entered: the identity everything else goes through. */
export interface Hub {
  accountId: string;
  /** Who the hub is to AWS: the assumed hub role, or your own identity. */
  arn: string;
  /** Partition of the hub's account: `aws`, `aws-us-gov` or `aws-cn`. */
  partition: string;
  /** Roles your own credentials assume to become the hub: one or none. */
  enter: string[];
  connection: AwsConnection;
}

/**
 * Finds AWS credentials as the AWS CLI does (environment, profile, single sign-on, instance), becomes the hub role if
 * there is one, and checks that this is the account the fleet file names.
 *
 * @throws InputError when there are no credentials, the hub role cannot be assumed, or the account is another one.
 */
export async function enterHub(hub: HubSettings, signal?: AbortSignal): Promise<Hub> {
  const { region, endpoint } = hub;
  const own: AwsConnection = {
    region,
    ...(endpoint ? { endpoint } : {}),
    credentials: fromNodeProviderChain({ clientConfig: { region } }),
  };
  const caller = await readIdentity(own, signal).catch((error: unknown) => {
    if (isUnreachable(error)) {
      const where = endpoint ?? `AWS in ${region}`;
      throw refusal(
        "hub",
        `${where} cannot be reached: ${reasonOf(error)}. Check the network, and hub.endpoint if you set it`,
      );
    }
    throw refusal("hub", `cannot be reached with your AWS credentials: ${reasonOf(error)}. ${credentialsAdvice}`);
  });
  const partition = caller.arn.split(":")[1] || "aws";
  const enter = hub.role ? [roleArn(partition, hub.accountId, hub.role)] : [];
  const connection = throughRoles(own, enter);
  const identity = enter.length === 0 ? caller : await becomeHubRole(connection, enter.join(), caller.arn, signal);
  if (identity.accountId !== hub.accountId) {
    const message = `is ${hub.accountId}, but your AWS credentials are of account ${identity.accountId} (${identity.arn})`;
    throw refusal("hub.accountId", `${message}. Choose the right AWS_PROFILE or correct the file`);
  }
  return { accountId: identity.accountId, arn: identity.arn, partition, enter, connection };
}

/** The connection into a target's account: from the hub on through the roles that its settings name. */
export function connectionInto(hub: Hub, { enter }: { enter: readonly string[] }): AwsConnection {
  return throughRoles(hub.connection, enter.slice(hub.enter.length));
}

const credentialsAdvice = "Set AWS_PROFILE to a profile of the hub's account, or sign in (aws sso login)";

async function becomeHubRole(
  connection: AwsConnection,
  roleArn: string,
  callerArn: string,
  signal: AbortSignal | undefined,
): Promise<{ accountId: string; arn: string }> {
  return readIdentity(connection, signal).catch((error: unknown) => {
    const advice = `Its trust policy has to name ${callerArn}, and that identity needs sts:AssumeRole on it`;
    throw refusal("hub.role", `${roleArn} cannot be assumed: ${reasonOf(error)}. ${advice}`);
  });
}

/** Who AWS says a connection is. */
export async function readIdentity(
  connection: AwsConnection,
  abortSignal?: AbortSignal,
): Promise<{ accountId: string; arn: string }> {
  const client = new STSClient(connection);
  try {
    const { Account = "", Arn = "" } = await client.send(new GetCallerIdentityCommand({}), { abortSignal });
    return { accountId: Account, arn: Arn };
  } finally {
    client.destroy();
  }
}

function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code);
}

/** Name and message of an AWS error, fit to go on with a sentence. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A refused connection is an AggregateError without a message of its own.
  const cause = error.message || ("code" in error ? String(error.code) : "");
  return `${error.name}: ${cause.trim().replace(/\.$/, "")}`;
}

function refusal(path: string, message: string): InputError {
  return new InputError("The hub", [{ path, message }]);
}
