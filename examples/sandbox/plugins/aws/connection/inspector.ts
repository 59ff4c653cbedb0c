import {
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  paginateListAccessKeys,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListInstanceProfiles,
  paginateListPolicies,
  paginateListRolePolicies,
  paginateListRoles,
  paginateListUserPolicies,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { emulatorRoot } from "../../../aws/connection";
import { decodeDocument } from "../documents/policy-text";
import { isNotFound } from "./aws-error";
import { createIamClient } from "./clients";

/**
 * Looks into accounts of the emulator to answer what AWS knows without being asked.
 *
 * It does so as the account's root, which the emulator lets anyone be: a check of the stand-in must not need permissions
 * that the real service would not ask the caller for. There is nothing like it in AWS.
 */
export class Inspector {
  private readonly iam: IAMClient;

  constructor(
    private readonly endpoint: string,
    private readonly region: string,
    readonly accountId: string,
  ) {
    this.iam = createIamClient({ endpoint, region, keys: async () => emulatorRoot(accountId) });
  }

  /** The same for another account. */
  ofAccount(accountId: string): Inspector {
    return accountId === this.accountId ? this : new Inspector(this.endpoint, this.region, accountId);
  }

  async roleArn(name: string): Promise<string | undefined> {
    return found(async () => (await this.iam.send(new GetRoleCommand({ RoleName: name }))).Role?.Arn);
  }

  async userArn(name: string): Promise<string | undefined> {
    return found(async () => (await this.iam.send(new GetUserCommand({ UserName: name }))).User?.Arn);
  }

  async hasPolicy(arn: string): Promise<boolean> {
    return (
      (await found(async () => (await this.iam.send(new GetPolicyCommand({ PolicyArn: arn }))).Policy)) !== undefined
    );
  }

  /** Whether anyone lives in the account: an account the emulator never heard of is empty. */
  async isInhabited(): Promise<boolean> {
    return (await this.roleNames()).length > 0 || (await this.userNames()).length > 0;
  }

  roleNames(): Promise<string[]> {
    return collect(paginateListRoles({ client: this.iam }, {}), (page) => page.Roles?.map((role) => role.RoleName));
  }

  userNames(): Promise<string[]> {
    return collect(paginateListUsers({ client: this.iam }, {}), (page) => page.Users?.map((user) => user.UserName));
  }

  policyNames(): Promise<string[]> {
    const pages = paginateListPolicies({ client: this.iam }, { Scope: "Local" });
    return collect(pages, (page) => page.Policies?.map((policy) => policy.PolicyName));
  }

  instanceProfileNames(): Promise<string[]> {
    const pages = paginateListInstanceProfiles({ client: this.iam }, {});
    return collect(pages, (page) => page.InstanceProfiles?.map((profile) => profile.InstanceProfileName));
  }

  accessKeyIds(UserName: string): Promise<string[]> {
    const pages = paginateListAccessKeys({ client: this.iam }, { UserName });
    return collect(pages, (page) => page.AccessKeyMetadata?.map((key) => key.AccessKeyId));
  }

  attachedToRole(RoleName: string): Promise<string[]> {
    const pages = paginateListAttachedRolePolicies({ client: this.iam }, { RoleName });
    return collect(pages, (page) => page.AttachedPolicies?.map((policy) => policy.PolicyArn));
  }

  attachedToUser(UserName: string): Promise<string[]> {
    const pages = paginateListAttachedUserPolicies({ client: this.iam }, { UserName });
    return collect(pages, (page) => page.AttachedPolicies?.map((policy) => policy.PolicyArn));
  }

  /** The documents of a role's inline policies, by name. */
  async inlineOfRole(RoleName: string): Promise<Record<string, string>> {
    const names = await collect(
      paginateListRolePolicies({ client: this.iam }, { RoleName }),
      (page) => page.PolicyNames,
    );
    return this.documents(names, (PolicyName) => this.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
  }

  /** The documents of a user's inline policies, by name. */
  async inlineOfUser(UserName: string): Promise<Record<string, string>> {
    const names = await collect(
      paginateListUserPolicies({ client: this.iam }, { UserName }),
      (page) => page.PolicyNames,
    );
    return this.documents(names, (PolicyName) => this.iam.send(new GetUserPolicyCommand({ UserName, PolicyName })));
  }

  private async documents(
    names: string[],
    get: (name: string) => Promise<{ PolicyDocument?: string }>,
  ): Promise<Record<string, string>> {
    const entries = names.map(async (name) => [name, decodeDocument((await get(name)).PolicyDocument)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}

async function found<Value>(ask: () => Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function collect<Page>(
  pages: AsyncIterable<Page>,
  names: (page: Page) => (string | undefined)[] | undefined,
): Promise<string[]> {
  const all: string[] = [];
  try {
    for await (const page of pages) {
      for (const name of names(page) ?? []) if (name !== undefined) all.push(name);
    }
  } catch (error) {
    // What is asked about may be gone: the call itself will say so.
    if (!isNotFound(error)) throw error;
  }
  return all;
}
