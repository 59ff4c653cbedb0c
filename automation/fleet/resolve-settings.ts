import type { AccountSettings } from "../../components/account-settings";
import type { Account, Target } from "../model";
import { selects } from "./account-selector";
import type { FleetSettings } from "./fleet-schema";
import { resolveGrants } from "./grant-list";
import { roleArn } from "./role-chain";

/** How the hub was entered, as far as it matters for entering the accounts. */
export interface EntryFacts {
  /** Partition of all accounts: `aws`, `aws-us-gov` or `aws-cn`. */
  partition: string;
  /** Roles assumed to become the hub. */
  enter: readonly string[];
}

/** An account with the fleet's settings for it: overrides that match it applied in order, and the roles that lead into it. */
export function resolveTarget(settings: FleetSettings, account: Account, hub: EntryFacts): Target {
  return { account, settings: resolveSettings(settings, account, hub) };
}

function resolveSettings(settings: FleetSettings, account: Account, hub: EntryFacts): AccountSettings {
  const overrides = settings.overrides.filter(({ match }) => selects(match, account)).map(({ set }) => set);
  const { endpoint, region } = settings.hub;
  return {
    accountId: account.id,
    region,
    ...(endpoint ? { endpoint } : {}),
    enter: [...hub.enter, ...entryRoles(settings, account, hub)],
    tags: Object.assign({}, settings.tags, ...overrides.map(({ tags }) => tags)),
    grants: resolveGrants(settings.grants, overrides),
  };
}

/** The hub is in its own account already. */
function entryRoles(settings: FleetSettings, account: Account, hub: EntryFacts): string[] {
  if (account.id === settings.hub.accountId) return [];
  return [roleArn(hub.partition, account.id, settings.enter.roleName)];
}
