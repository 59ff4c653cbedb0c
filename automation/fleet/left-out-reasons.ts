import type { Account } from "../model";
import { asksForManagement, selects } from "./account-selector";
import type { FleetSettings } from "./fleet-schema";
import { managingAccounts } from "./managing-accounts";

/**
 * Why an account is no target, in words that go on after its name; nothing when it is one. A managing account is one whether it is
 * chosen or not.
 */
export function findReasonToLeaveOut(settings: FleetSettings, account: Account): string | undefined {
  const manages = [...managingAccounts(settings).values()].includes(account.id);
  return manages ? stateReasons[account.state] : findReasonByChoice(settings, account);
}

/** Why an account gets none of the fleet's grants, by what is chosen and by its own state; nothing when it gets them. */
export function findReasonByChoice(settings: FleetSettings, account: Account): string | undefined {
  const { include, intersect, exclude } = settings.accounts;
  const entries = include ?? [{ ou: "/" }];
  const fitting = entries.filter((entry) => selects(entry, account));
  if (account.management && settings.accounts.list === undefined) {
    const asked = fitting.some((entry) => asksForManagement(entry, account));
    if (!asked) return "is the management account: include it with { management: true } if you want it";
  }
  if (fitting.length === 0) return "is not in accounts.include";
  const missed = intersect.findIndex((list) => !list.some((entry) => selects(entry, account)));
  if (missed >= 0) return `is not in accounts.intersect[${missed}]`;
  const exclusion = exclude.find((entry) => selects(entry, account));
  if (exclusion) return exclusion.reason ? `is excluded: ${exclusion.reason}` : "is excluded in accounts.exclude";
  return stateReasons[account.state];
}

const stateReasons: Record<Account["state"], string | undefined> = {
  ACTIVE: undefined,
  SUSPENDED: "is suspended: nothing can be done in it",
  PENDING_CLOSURE: "is being closed: nothing can be done in it",
  PENDING_ACTIVATION: "is not activated yet",
  CLOSED: "is closed",
};
