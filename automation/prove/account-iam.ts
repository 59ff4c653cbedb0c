import {
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListPolicies,
} from "@aws-sdk/client-iam";
import type { AwsConnection } from "../fleet/role-chain";

/** A role as it is in its account now. */
export interface LiveRole {
  arn: string;
  /** The trust policy document. */
  trust: string;
}

/** What proofs and coverage look at in the IAM of one account, through the entry role. */
export class AccountIam {
  private readonly client: IAMClient;

  constructor(connection: AwsConnection) {
    this.client = new IAMClient(connection);
  }

  /** The role of that name; nothing when there is none. */
  async readRole(name: string, abortSignal?: AbortSignal): Promise<LiveRole | undefined> {
    return orNothing(async () => {
      const { Role } = await this.client.send(new GetRoleCommand({ RoleName: name }), { abortSignal });
      return { arn: Role?.Arn ?? "", trust: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "") };
    });
  }

  /** ARNs of the policies attached to a role that are the account's own, not those of AWS. */
  async listOwnPolicies(roleName: string, abortSignal?: AbortSignal): Promise<string[]> {
    const found: string[] = [];
    const pages = paginateListAttachedRolePolicies({ client: this.client }, { RoleName: roleName }, { abortSignal });
    for await (const { AttachedPolicies = [] } of pages) {
      found.push(...AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []));
    }
    return found.filter((arn) => !arn.includes(":iam::aws:"));
  }

  async hasPolicy(arn: string, abortSignal?: AbortSignal): Promise<boolean> {
    const found = await orNothing(() => this.client.send(new GetPolicyCommand({ PolicyArn: arn }), { abortSignal }));
    return found !== undefined;
  }

  /** Names of the account's own policies, whatever their paths are: no two of them may have the same name. */
  async listPolicyNames(abortSignal?: AbortSignal): Promise<string[]> {
    const found: string[] = [];
    const pages = paginateListPolicies({ client: this.client, pageSize: 1_000 }, { Scope: "Local" }, { abortSignal });
    for await (const { Policies = [] } of pages) found.push(...Policies.flatMap(({ PolicyName }) => PolicyName ?? []));
    return found;
  }

  /** The document in force of a managed policy; nothing when there is no such policy. */
  async readPolicy(PolicyArn: string, abortSignal?: AbortSignal): Promise<string | undefined> {
    return orNothing(async () => {
      const { Policy } = await this.client.send(new GetPolicyCommand({ PolicyArn }), { abortSignal });
      const version = new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId });
      const { PolicyVersion } = await this.client.send(version, { abortSignal });
      return decodeURIComponent(PolicyVersion?.Document ?? "");
    });
  }

  async hasUser(UserName: string, abortSignal?: AbortSignal): Promise<boolean> {
    const found = await orNothing(() => this.client.send(new GetUserCommand({ UserName }), { abortSignal }));
    return found !== undefined;
  }

  /** Path and roles of an instance profile; nothing when there is none of that name. */
  async readInstanceProfile(
    name: string,
    abortSignal?: AbortSignal,
  ): Promise<{ path: string; roleNames: string[] } | undefined> {
    return orNothing(async () => {
      const command = new GetInstanceProfileCommand({ InstanceProfileName: name });
      const { InstanceProfile } = await this.client.send(command, { abortSignal });
      const roleNames = (InstanceProfile?.Roles ?? []).flatMap(({ RoleName }) => RoleName ?? []);
      return { path: InstanceProfile?.Path ?? "/", roleNames };
    });
  }

  close(): void {
    this.client.destroy();
  }
}

/** The name at the end of a role's ARN, without its path. */
export function roleNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

async function orNothing<Found>(read: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await read();
  } catch (error) {
    const isAbsent = error instanceof Error && /^NoSuchEntity(Exception)?$/.test(error.name);
    if (isAbsent) return undefined;
    throw error;
  }
}
