import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListPolicies,
  paginateListRoles,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromIni } from "@aws-sdk/credential-providers";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";

/** Looks into an account of the emulator past the package under test, with clients and keys of its own. */
export class OutsideView {
  constructor(
    private readonly endpoint: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Names of the roles in an account. */
  async roleNames(accountId: string): Promise<string[]> {
    const names: string[] = [];
    for await (const page of paginateListRoles({ client: this.iam(accountId) }, {})) {
      names.push(...(page.Roles ?? []).map((role) => role.RoleName ?? ""));
    }
    return names.sort();
  }

  /** Names of the customer-managed policies in an account. */
  async policyNames(accountId: string): Promise<string[]> {
    const names: string[] = [];
    for await (const page of paginateListPolicies({ client: this.iam(accountId) }, { Scope: "Local" })) {
      names.push(...(page.Policies ?? []).map((policy) => policy.PolicyName ?? ""));
    }
    return names.sort();
  }

  /** Tags, path and boundary of a role. */
  async role(
    accountId: string,
    RoleName: string,
  ): Promise<{ tags: Record<string, string>; path?: string | undefined; boundary?: string | undefined }> {
    const { Role } = await this.iam(accountId).send(new GetRoleCommand({ RoleName }));
    const tags = Object.fromEntries((Role?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
    return { tags, path: Role?.Path, boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn };
  }

  /** Every action that the policies attached to a role allow. */
  async allowedActions(accountId: string, RoleName: string): Promise<string[]> {
    const client = this.iam(accountId);
    const actions: string[] = [];
    for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
      for (const { PolicyArn } of page.AttachedPolicies ?? []) {
        const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
        const { PolicyVersion } = await client.send(
          new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
        );
        const document = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? "{}")) as {
          Statement: { Effect: string; Action: string | string[] }[];
        };
        actions.push(...document.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action));
      }
    }
    return actions.sort();
  }

  /** Whether a profile of the sandbox gets into a role; anything but being let in or being denied is an error. */
  async assume(profile: string, RoleArn: string, ExternalId?: string): Promise<"in" | "out"> {
    const client = new STSClient({
      endpoint: this.endpoint,
      region: "us-east-1",
      credentials: fromIni({
        profile,
        filepath: this.env.AWS_SHARED_CREDENTIALS_FILE,
        configFilepath: this.env.AWS_CONFIG_FILE,
      }),
    });
    try {
      const { Credentials } = await client.send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: "outside-view", ...(ExternalId ? { ExternalId } : {}) }),
      );
      const session = new STSClient({
        endpoint: this.endpoint,
        region: "us-east-1",
        credentials: {
          accessKeyId: Credentials?.AccessKeyId ?? "",
          secretAccessKey: Credentials?.SecretAccessKey ?? "",
          sessionToken: Credentials?.SessionToken ?? "",
        },
      });
      await session.send(new GetCallerIdentityCommand({}));
      return "in";
    } catch (error) {
      if (error instanceof Error && /AccessDenied/.test(error.name)) return "out";
      throw error;
    }
  }

  private iam(accountId: string): IAMClient {
    return new IAMClient(connection(this.endpoint, emulatorRoot(accountId)));
  }
}
