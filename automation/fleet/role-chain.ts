import type { STSClientConfig } from "@aws-sdk/client-sts";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

/** What every AWS client of a fleet is made with. */
export interface AwsConnection {
  region: string;
  /** Another address for the AWS APIs; without it that of AWS, or what the AWS profile says. */
  endpoint?: string;
  credentials: NonNullable<STSClientConfig["credentials"]>;
}

/** The name under which CloudTrail shows what a fleet does in an account. */
const sessionName = "cross-account";

/** The same connection after assuming roles one after the other; nothing is asked before the first request. */
export function throughRoles(connection: AwsConnection, roleArns: readonly string[]): AwsConnection {
  return roleArns.reduce((from, RoleArn) => {
    const { credentials: masterCredentials, ...clientConfig } = from;
    const credentials = fromTemporaryCredentials({
      masterCredentials,
      params: { RoleArn, RoleSessionName: sessionName },
      clientConfig,
    });
    return { ...clientConfig, credentials };
  }, connection);
}

/** ARN of a role from its name, with its path if it has one. */
export function roleArn(partition: string, accountId: string, roleName: string): string {
  return `arn:${partition}:iam::${accountId}:role/${roleName.replace(/^\//, "")}`;
}
