import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateAccountCommand,
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { AssumeRequest } from "../../../../components/trust/assume-request";
import { type AwsKeys, connection, emulatorRoot } from "../../../../examples/sandbox/aws/connection";

/** The account of most callers: the management account of the organization. */
export const home = "111111111111";
/** An account outside of the organization. */
export const elsewhere = "333333333333";

export const jo = `arn:aws:iam::${home}:user/jo`;
export const deployer = `arn:aws:iam::${home}:role/ci/Deployer`;
export const deployerSession = `arn:aws:sts::${home}:assumed-role/Deployer/run-1`;

/** The account in which the roles are that everybody asks for. */
export const target = "222222222222";
export const oidcIssuer = "oidc.example.com";
export const oidcProvider = `arn:aws:iam::${target}:oidc-provider/${oidcIssuer}`;

/** Everybody who asks for a role. */
export const callerNames = [
  "jo",
  "jo elsewhere",
  "root",
  "Deployer",
  "Deployer again",
  "Deployer elsewhere",
  "Auditor",
  "member of the organization",
  "holder of a token",
] as const;
export type CallerName = (typeof callerNames)[number];

/** Somebody with keys, and what AWS would know of it. */
export interface Caller {
  sts: STSClient;
  known: Pick<AssumeRequest, "principalArn" | "organizationId" | "principalTags" | "sourceIp">;
}

const loopback = "127.0.0.1";
const mayAssume = policy([{ Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], Resource: "*" }]);

/** Makes an organization, and users, roles and sessions in and outside of it. */
export async function createCallers(
  endpoint: string,
): Promise<{ callers: Record<CallerName, Caller>; organizationId: string; memberAccountId: string }> {
  const { organizationId, memberAccountId } = await createOrganization(endpoint);
  const tags = { team: "ops" };
  const inside = { organizationId };
  const deployerRoot = { endpoint, accountId: home, path: "/ci/" };
  await createRole({ ...deployerRoot, name: "Deployer", tags });
  const [asJo, joElsewhere, deploys, deploysAgain, deploysElsewhere, audits, member] = await Promise.all([
    createUser({ endpoint, accountId: home, name: "jo", tags }),
    createUser({ endpoint, accountId: elsewhere, name: "jo" }),
    openSession(endpoint, deployer, "run-1"),
    openSession(endpoint, deployer, "run-2"),
    createRole({ endpoint, accountId: elsewhere, name: "Deployer" }).then((arn) => openSession(endpoint, arn, "run-1")),
    createRole({ endpoint, accountId: home, name: "Auditor" }).then((arn) => openSession(endpoint, arn, "run-1")),
    createUser({ endpoint, accountId: memberAccountId, name: "jo" }),
  ]);
  const root: Identity = { arn: `arn:aws:iam::${home}:root`, keys: emulatorRoot(home) };
  const make = ({ arn, keys }: Identity, known: Partial<Caller["known"]> = {}): Caller => ({
    sts: new STSClient(connection(endpoint, keys)),
    known: { principalArn: arn, sourceIp: loopback, ...known },
  });
  return {
    organizationId,
    memberAccountId,
    callers: {
      jo: make(asJo, { ...inside, principalTags: tags }),
      "jo elsewhere": make(joElsewhere),
      root: make(root, inside),
      Deployer: make(deploys, { ...inside, principalTags: tags }),
      "Deployer again": make(deploysAgain, { ...inside, principalTags: tags }),
      "Deployer elsewhere": make(deploysElsewhere),
      Auditor: make(audits, inside),
      "member of the organization": make(member, inside),
      "holder of a token": make({ arn: oidcProvider, keys: emulatorRoot(elsewhere) }),
    },
  };
}

interface Identity {
  arn: string;
  keys: AwsKeys;
}

interface NewIdentity {
  endpoint: string;
  accountId: string;
  name: string;
  path?: string;
  tags?: Record<string, string>;
}

async function createOrganization(endpoint: string): Promise<{ organizationId: string; memberAccountId: string }> {
  const client = new OrganizationsClient(connection(endpoint, emulatorRoot(home)));
  // An account of the emulator has an organization as soon as it asks for one.
  const { Organization } = await client.send(new DescribeOrganizationCommand({}));
  await client.send(new CreateAccountCommand({ AccountName: "member", Email: "member@example.com" }));
  const members: string[] = [];
  for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
    members.push(...Accounts.flatMap(({ Id }) => (Id !== undefined && Id !== home ? [Id] : [])));
  }
  client.destroy();
  return { organizationId: Organization?.Id ?? "", memberAccountId: members[0] ?? "" };
}

async function createUser({ endpoint, accountId, name: UserName, tags = {} }: NewIdentity): Promise<Identity> {
  const iam = new IAMClient(connection(endpoint, emulatorRoot(accountId)));
  await iam.send(new CreateUserCommand({ UserName, Tags: tagList(tags) }));
  const [{ AccessKey }] = await Promise.all([
    iam.send(new CreateAccessKeyCommand({ UserName })),
    iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "assume", PolicyDocument: mayAssume })),
  ]);
  iam.destroy();
  const keys = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  return { arn: `arn:aws:iam::${accountId}:user/${UserName}`, keys };
}

async function createRole({
  endpoint,
  accountId,
  name: RoleName,
  path = "/",
  tags = {},
}: NewIdentity): Promise<string> {
  const iam = new IAMClient(connection(endpoint, emulatorRoot(accountId)));
  const trust = policy([{ Effect: "Allow", Principal: { AWS: accountId }, Action: "sts:AssumeRole" }]);
  await iam.send(new CreateRoleCommand({ RoleName, Path: path, AssumeRolePolicyDocument: trust, Tags: tagList(tags) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "assume", PolicyDocument: mayAssume }));
  iam.destroy();
  return `arn:aws:iam::${accountId}:role${path}${RoleName}`;
}

async function openSession(endpoint: string, RoleArn: string, RoleSessionName: string): Promise<Identity> {
  const sts = new STSClient(connection(endpoint, emulatorRoot(RoleArn.split(":")[4] ?? "")));
  const { Credentials, AssumedRoleUser } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  sts.destroy();
  return {
    arn: AssumedRoleUser?.Arn ?? "",
    keys: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  };
}

function tagList(tags: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function policy(Statement: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
