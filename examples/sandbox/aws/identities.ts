import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { type AwsKeys, connection, emulatorRoot } from "./connection";
import { entryRoleName } from "./member-account";

/** The account Spot assumes roles from. Source: github spotinst/openapi `setCloudCredentialsForAWS.yaml`. */
const spotAccountId = "922761411349";
/** The account Spacelift assumes roles from. Source: docs.spacelift.io/integrations/cloud-providers/aws. */
export const spaceliftAccountId = "324880187172";
/** An account nobody granted anything to. */
const strangerAccountId = "888888888888";
/** The role the hub works through, in the management account. */
export const hubRoleName = "cross-account-hub";

/** Keys of the users that play a part in the sandbox, by profile name. */
export interface Identities {
  /** A user of the management account that may become the hub role and nothing else. */
  hub: AwsKeys;
  /** A user of Spot's account that may ask to assume any role anywhere. */
  spot: AwsKeys;
  /** The same in Spacelift's account. */
  spacelift: AwsKeys;
  /** The same in an account that was never let in. */
  stranger: AwsKeys;
}

/** The role's ARN in the management account. */
export function hubRoleArn(managementAccountId: string): string {
  return `arn:aws:iam::${managementAccountId}:role/${hubRoleName}`;
}

/** Makes the hub's user and role, the users of Spot and Spacelift, and the stranger. */
export async function createIdentities(endpoint: string, managementAccountId: string): Promise<Identities> {
  const [hub, spot, spacelift, stranger] = await Promise.all([
    createUser(endpoint, managementAccountId, "cross-account-operator", hubRoleArn(managementAccountId)),
    createUser(endpoint, spotAccountId, "spot-service", "*"),
    createUser(endpoint, spaceliftAccountId, "spacelift-service", "*"),
    createUser(endpoint, strangerAccountId, "stranger", "*"),
  ]);
  await createHubRole(endpoint, managementAccountId, hub.userArn);
  return { hub: hub.keys, spot: spot.keys, spacelift: spacelift.keys, stranger: stranger.keys };
}

async function createUser(
  endpoint: string,
  accountId: string,
  UserName: string,
  mayAssume: string,
): Promise<{ userArn: string; keys: AwsKeys }> {
  const iam = new IAMClient(connection(endpoint, emulatorRoot(accountId)));
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = policy([{ Effect: "Allow", Action: "sts:AssumeRole", Resource: mayAssume }]);
  const [made] = await Promise.all([
    iam.send(new CreateAccessKeyCommand({ UserName })),
    iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "assume-roles", PolicyDocument })),
  ]);
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = made.AccessKey ?? {};
  if (!accessKeyId || !secretAccessKey) throw new Error(`The emulator gave no access key for the user ${UserName}.`);
  return { userArn: `arn:aws:iam::${accountId}:user/${UserName}`, keys: { accessKeyId, secretAccessKey } };
}

async function createHubRole(endpoint: string, managementAccountId: string, userArn: string): Promise<void> {
  const iam = new IAMClient(connection(endpoint, emulatorRoot(managementAccountId)));
  await iam.send(
    new CreateRoleCommand({
      RoleName: hubRoleName,
      AssumeRolePolicyDocument: policy([{ Effect: "Allow", Principal: { AWS: userArn }, Action: "sts:AssumeRole" }]),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: hubRoleName,
      PolicyName: "reach-accounts",
      PolicyDocument: policy([
        { Effect: "Allow", Action: ["organizations:Describe*", "organizations:List*"], Resource: "*" },
        { Effect: "Allow", Action: "sts:AssumeRole", Resource: `arn:aws:iam::*:role/${entryRoleName}` },
      ]),
    }),
  );
}

function policy(Statement: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
