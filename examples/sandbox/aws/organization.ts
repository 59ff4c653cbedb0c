import {
  CloseAccountCommand,
  CreateAccountCommand,
  MoveAccountCommand,
  OrganizationsClient,
  paginateListAccountsForParent,
} from "@aws-sdk/client-organizations";
import { connection, emulatorRoot } from "./connection";
import { hubRoleArn } from "./identities";
import { MemberAccount } from "./member-account";
import type { OrganizationPlan, PlannedAccount } from "./organization-plan";
import { OrganizationalUnits } from "./organizational-units";

/** A member account of the sandbox's organization, as the sandbox last knew it. */
export interface SandboxAccount {
  readonly id: string;
  readonly name: string;
  ouPath: string;
  alias?: string;
  state: "ACTIVE" | "SUSPENDED";
}

/**
 * The organization in the emulator, seeded and changed through the AWS APIs as a person with the root user would.
 *
 * Not as on AWS: member accounts list `Status` only, not `State`; `Path` of a moved account stays; the management account
 * is called "Master Account"; no entry role is made (the sandbox makes it); making an account takes no time; a suspended
 * account still answers; lists come in one page.
 */
export class SandboxOrganization {
  private readonly client: OrganizationsClient;
  private readonly units: OrganizationalUnits;
  private readonly members = new Map<string, SandboxAccount>();

  constructor(
    private readonly endpoint: string,
    readonly managementAccountId: string,
  ) {
    this.client = new OrganizationsClient(connection(endpoint, emulatorRoot(managementAccountId)));
    this.units = new OrganizationalUnits(this.client);
  }

  /** The member accounts, sorted by name. */
  get accounts(): SandboxAccount[] {
    return [...this.members.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  /** The member account of that name. @throws Error when there is none. */
  account(name: string): SandboxAccount {
    const found = this.members.get(name);
    if (!found)
      throw new Error(`The organization has no account named ${name}; it has ${[...this.members.keys()].join(", ")}.`);
    return found;
  }

  /** Makes everything a plan names. */
  async seed(plan: OrganizationPlan): Promise<void> {
    const { alias } = plan.management;
    await Promise.all([
      alias && new MemberAccount(this.endpoint, this.managementAccountId).setAlias(alias),
      ...plan.organizationalUnits.map((path) => this.units.ensure(path)),
      ...plan.accounts.map((account) => this.createAccount(account)),
    ]);
  }

  /** Learns what an emulator that was started again already holds. */
  async discover(): Promise<void> {
    const units = await this.units.discover();
    await Promise.all([...units].map(([ouPath, unitId]) => this.discoverAccounts(ouPath, unitId)));
  }

  /** Makes an account with its entry role, in an organizational unit that is made too if need be; by default in the root. */
  async createAccount(wanted: Partial<PlannedAccount> & { name: string }): Promise<SandboxAccount> {
    const { name, ou = "/", alias, tags = {}, suspended = false } = wanted;
    if (this.members.has(name)) throw new Error(`The organization already has an account named ${name}.`);
    const made = await this.client.send(
      new CreateAccountCommand({
        AccountName: name,
        Email: `aws+${name}@example.com`,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    const id = made.CreateAccountStatus?.AccountId;
    if (!id) throw new Error(`The emulator made no account named ${name}.`);
    const account: SandboxAccount = { id, name, ouPath: "/", state: "ACTIVE" };
    this.members.set(name, account);
    await Promise.all([
      ou === "/" ? undefined : this.moveAccount(name, ou),
      new MemberAccount(this.endpoint, id).createEntryRole(hubRoleArn(this.managementAccountId)),
      alias ? this.setAlias(name, alias) : undefined,
    ]);
    if (suspended) await this.suspendAccount(name);
    return account;
  }

  async moveAccount(name: string, ou: string): Promise<void> {
    const account = this.account(name);
    const [SourceParentId, DestinationParentId] = await Promise.all([
      this.units.ensure(account.ouPath),
      this.units.ensure(ou),
    ]);
    await this.client.send(new MoveAccountCommand({ AccountId: account.id, SourceParentId, DestinationParentId }));
    account.ouPath = ou;
  }

  async setAlias(name: string, alias: string): Promise<void> {
    const account = this.account(name);
    await new MemberAccount(this.endpoint, account.id).setAlias(alias);
    account.alias = alias;
  }

  async removeAlias(name: string): Promise<void> {
    const account = this.account(name);
    if (!account.alias) return;
    await new MemberAccount(this.endpoint, account.id).removeAlias(account.alias);
    delete account.alias;
  }

  /** Closes the account, which AWS keeps as suspended for 90 days. */
  async suspendAccount(name: string): Promise<void> {
    const account = this.account(name);
    await this.client.send(new CloseAccountCommand({ AccountId: account.id }));
    account.state = "SUSPENDED";
  }

  private async discoverAccounts(ouPath: string, ParentId: string): Promise<void> {
    for await (const page of paginateListAccountsForParent({ client: this.client }, { ParentId })) {
      for (const { Id: id = "", Name: name = "", Status } of page.Accounts ?? []) {
        if (id === this.managementAccountId) continue;
        const alias = await new MemberAccount(this.endpoint, id).readAlias();
        const state = Status === "ACTIVE" ? "ACTIVE" : "SUSPENDED";
        this.members.set(name, { id, name, ouPath, state, ...(alias ? { alias } : {}) });
      }
    }
  }
}
