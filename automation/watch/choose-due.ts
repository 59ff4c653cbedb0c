import type { Plan } from "../plan/plan";
import type { WaitingAccount } from "./watch-options";
import type { OpenProblem } from "./watch-state";

/** What of a plan is to be done now. */
export interface DuePlan {
  plan: Plan;
  /** Accounts that failed before, and those that need one of them. */
  waiting: WaitingAccount[];
  /** How many accounts there is something to do for. */
  work: number;
}

/** Leaves out of a plan what failed before and is not to be tried again yet, with all that needs it done before. Pure. */
export function chooseDue(plan: Plan, problems: readonly OpenProblem[], now: Date): DuePlan {
  const retryAt = new Map(
    problems.flatMap(({ accountId, key, retryAt: at }): [string, string][] =>
      accountId !== undefined && key === accountKey(accountId) && Date.parse(at) > now.getTime()
        ? [[accountId, at]]
        : [],
    ),
  );
  const waiting: WaitingAccount[] = [];
  const items = plan.items.filter(({ action, target: { account }, after }) => {
    if (action === "unchanged") return true;
    // Items come in the order of their phases: what is needed was judged before.
    const needed = after.map(({ accountId }) => waiting.find((one) => one.accountId === accountId)?.retryAt);
    const at = retryAt.get(account.id) ?? needed.find((time) => time !== undefined);
    if (at === undefined) return true;
    waiting.push({ accountId: account.id, name: account.name, retryAt: at });
    return false;
  });
  const work = items.filter(({ action }) => action !== "unchanged").length;
  return { plan: { ...plan, items }, waiting, work };
}

/** The key of what is wrong with bringing an account up or taking it away. */
export function accountKey(accountId: string): string {
  return `account:${accountId}`;
}
