import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import * as path from "node:path";
import { entryRoleName } from "../../examples/sandbox/aws/member-account";
import type { SpotAccountRecord } from "../../examples/sandbox/spot/accounts";
import { OutsideView } from "../support/outside-view";
import type { AccountStory } from "./account-story";
import type { Figures } from "./figures";
import type { KillableSandbox } from "./killable-sandbox";

/** Looks from the outside whether every account is what it should be; what is not goes into the figures. */
export class OutsideCheck {
  constructor(
    private readonly sandbox: KillableSandbox,
    private readonly figures: Figures,
  ) {}

  async look(accounts: readonly AccountStory[]): Promise<void> {
    const atVendor = (await this.sandbox.accounts()).filter(({ isDefault }) => !isDefault);
    for (const { id } of atVendor) this.figures.accountsMade.add(id);
    const claimed = new Set<string>();
    for (const account of accounts) {
      const own = atVendor.filter((record) => belongsTo(record, account));
      for (const { id } of own) claimed.add(id);
      this.judgeVendorAccounts(account, own);
      await this.judgeInside(account, own);
      await this.judgeStack(account);
    }
    const nobodys = atVendor.filter(({ id }) => !claimed.has(id));
    this.figures.orphans += nobodys.length;
    for (const { id, name } of nobodys) this.figures.problems.push(`the vendor account ${id} (${name}) is nobody's`);
  }

  private judgeVendorAccounts(account: AccountStory, own: readonly SpotAccountRecord[]): void {
    const described = own.map(({ id, name, link }) => `${id} (${name}, ${link ? "linked" : "not linked"})`).join(", ");
    if (account.wanted === "nothing") {
      this.figures.orphans += own.length;
      if (own.length > 0) this.note(account, `still has ${described} at the vendor`);
      return;
    }
    const [one] = own;
    if (own.length > 1) {
      this.figures.duplicates += own.length - 1;
      this.note(account, `has ${described} at the vendor`);
    }
    if (!one || (account.vendorId !== undefined && !own.some(({ id }) => id === account.vendorId))) {
      this.figures.lost += 1;
      this.note(
        account,
        `should have ${account.vendorId ?? "an account"} at the vendor, but has ${described || "none"}`,
      );
      return;
    }
    account.vendorId ??= one.id;
    if (one.link?.awsAccountId !== account.id) this.note(account, `is not linked: ${described}`);
    if (account.wanted === "enrolled" && one.name !== account.alias) this.note(account, `is called ${one.name}`);
  }

  /** Role, policies and who gets in. */
  private async judgeInside(account: AccountStory, own: readonly SpotAccountRecord[]): Promise<void> {
    const view = new OutsideView(this.sandbox.awsEndpoint, this.sandbox.env);
    const roles = (await view.roleNames(account.id)).filter((name) => name !== entryRoleName);
    const policies = await view.policyNames(account.id);
    if (account.wanted !== "enrolled") {
      if (roles.length + policies.length > 0) this.note(account, `still has ${[...roles, ...policies].join(", ")}`);
      return;
    }
    if (roles.join() !== account.roleName || policies.length !== 1) {
      this.note(account, `has the roles ${roles.join(", ")} and ${policies.length} policies`);
    }
    const link = own[0]?.link;
    const roleArn = `arn:aws:iam::${account.id}:role/${account.roleName}`;
    if (link?.roleArn !== roleArn) this.note(account, `is linked to ${link?.roleArn}`);
    if (!roles.includes(account.roleName)) return;
    if ((await view.allowedActions(account.id, account.roleName)).length === 0) this.note(account, "has an empty role");
    if ((await view.assume("spot", roleArn, link?.externalId)) !== "in") this.note(account, "locks the vendor out");
    if ((await view.assume("spot", roleArn)) !== "out") this.note(account, "opens without an external id");
  }

  private async judgeStack(account: AccountStory): Promise<void> {
    const folder = path.join(this.sandbox.dir, "state", ".pulumi");
    const stack = path.join(folder, "stacks", "acme", `${account.id}.json`);
    if (existsSync(stack) !== (account.wanted === "enrolled")) {
      this.note(account, existsSync(stack) ? "still has a stack" : "has no stack");
    }
    const locks = await readdir(path.join(folder, "locks", "organization", "acme", account.id)).catch(() => []);
    // Of a stack that is gone, a killed process may have left its lock; the next run on the account clears it away.
    if (locks.length > 0 && existsSync(stack)) this.note(account, `is locked by ${locks.join(", ")}`);
    const state = existsSync(stack) ? await readFile(stack, "utf8") : "{}";
    const pending = JSON.parse(state).checkpoint?.latest?.pending_operations ?? [];
    if (pending.length > 0) this.note(account, `has ${pending.length} operations pending`);
  }

  private note({ name, wanted }: AccountStory, problem: string): void {
    this.figures.problems.push(`${name} (${wanted}) ${problem}`);
  }
}

/** Linked to the account, or linked to nothing and named as only this package names the account's. */
function belongsTo({ name, link }: SpotAccountRecord, account: AccountStory): boolean {
  return link ? link.awsAccountId === account.id : name === `aws-${account.id}` || name === account.alias;
}
