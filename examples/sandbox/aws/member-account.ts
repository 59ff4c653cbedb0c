import {
  AttachRolePolicyCommand,
  CreateAccountAliasCommand,
  CreateRoleCommand,
  DeleteAccountAliasCommand,
  IAMClient,
  ListAccountAliasesCommand,
} from "@aws-sdk/client-iam";
import { connection, emulatorRoot } from "./connection";

/** The role AWS Organizations makes in each account it creates; the emulator makes none, so the sandbox does. */
export const entryRoleName = "OrganizationAccountAccessRole";

/** The inside of one member account, reached as its root: seeding only. */
export class MemberAccount {
  private readonly iam: IAMClient;

  constructor(
    endpoint: string,
    readonly accountId: string,
  ) {
    this.iam = new IAMClient(connection(endpoint, emulatorRoot(accountId)));
  }

  /** Makes the entry role, an administrator that only `principalArn` may become. AWS lets the whole management account in. */
  async createEntryRole(principalArn: string): Promise<void> {
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: principalArn }, Action: "sts:AssumeRole" }],
    });
    await this.iam.send(new CreateRoleCommand({ RoleName: entryRoleName, AssumeRolePolicyDocument }));
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await this.iam.send(new AttachRolePolicyCommand({ RoleName: entryRoleName, PolicyArn }));
  }

  async readAlias(): Promise<string | undefined> {
    const { AccountAliases } = await this.iam.send(new ListAccountAliasesCommand({}));
    return AccountAliases?.[0];
  }

  /** Sets the account's alias; an account has at most one, which this replaces. */
  async setAlias(alias: string): Promise<void> {
    await this.iam.send(new CreateAccountAliasCommand({ AccountAlias: alias }));
  }

  async removeAlias(alias: string): Promise<void> {
    await this.iam.send(new DeleteAccountAliasCommand({ AccountAlias: alias }));
  }
}
