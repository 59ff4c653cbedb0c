import type { AccountSettings } from "../../components/account-settings";
import type { Account, Target } from "../model";
import { findParty } from "../parties/parties";
import { selects } from "./account-selector";
import { backPointersOf } from "./back-pointers";
import type { FleetSettings } from "./fleet-schema";
import { type GrantEntry, resolveGrants, resolveManaging } from "./grant-list";
import { findReasonByChoice } from "./left-out-reasons";
import { managingAccountOf } from "./managing-accounts";
import { roleArn } from "./role-chain";

/** How the hub was entered, as far as it matters for entering the accounts. */
export interface EntryFacts {
  /** Partition of all accounts: `aws`, `aws-us-gov` or `aws-cn`. */
  partition: string;
  /** Roles assumed to become the hub. */
  enter: readonly string[];
}

/**
 * An account with the fleet's settings for it: overrides that match it applied in order, and the roles that lead into it. What of a
 * managing side lives in it is told by {@link resolveTargets}, which knows the other accounts.
 */
export function resolveTarget(settings: FleetSettings, account: Account, hub: EntryFacts): Target {
  return { account, settings: resolveSettings(settings, settings.grants, account, hub) };
}

/**
 * Every account with the fleet's settings for it, by id. A managing account that is not chosen itself gets no grant but the one its
 * managing side is half of.
 */
export function resolveTargets(
  settings: FleetSettings,
  accounts: readonly Account[],
  hub: EntryFacts,
): Map<string, Target> {
  const members = accounts
    .filter((account) => findReasonByChoice(settings, account) === undefined)
    .map((account) => resolveTarget(settings, account, hub));
  const chosen = new Map(members.map((target) => [target.account.id, target]));
  return new Map(
    accounts.map((account): [string, Target] => {
      const managed = settings.grants.filter((entry) => managingAccountOf(entry) === account.id);
      const target = chosen.get(account.id) ?? resolveUnchosen(settings, managed, account, hub);
      if (managed.length === 0) return [account.id, target];
      const managing = resolveManaging(managed, members, hub.partition);
      return [account.id, { account, settings: { ...target.settings, managing } }];
    }),
  );
}

function resolveUnchosen(
  settings: FleetSettings,
  managed: readonly GrantEntry[],
  account: Account,
  hub: EntryFacts,
): Target {
  if (managed.length === 0) return resolveTarget(settings, account, hub);
  const ownGrants = managed.filter(({ party }) => findParty(party)?.managing?.holdsGrant);
  return { account, settings: resolveSettings(settings, ownGrants, account, hub) };
}

function resolveSettings(
  settings: FleetSettings,
  entries: readonly GrantEntry[],
  account: Account,
  hub: EntryFacts,
): AccountSettings {
  const overrides = settings.overrides.filter(({ match }) => selects(match, account)).map(({ set }) => set);
  const { endpoint, region } = settings.hub;
  return {
    accountId: account.id,
    region,
    ...(endpoint ? { endpoint } : {}),
    enter: [...hub.enter, ...entryRoleNames(settings, account).map((name) => roleArn(hub.partition, account.id, name))],
    ...(settings.backPointers ? { backPointers: backPointersOf(settings.name) } : {}),
    tags: Object.assign({}, settings.tags, ...overrides.map(({ tags }) => tags)),
    grants: resolveGrants(entries, overrides, hub.partition),
  };
}

/** The role through which the hub enters an account; none in its own, where it is already, unless the fleet file names one. */
export function entryRoleNames({ enter, hub }: Pick<FleetSettings, "enter" | "hub">, { id }: Account): string[] {
  if (id !== hub.accountId) return [enter.roleName];
  return enter.hubAccountRoleName === undefined ? [] : [enter.hubAccountRoleName];
}
