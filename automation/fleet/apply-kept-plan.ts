import { InputError, RefusedError } from "../errors";
import type { TargetAction } from "../model";
import type { Plan, PlanItem } from "../plan/plan";
import type { PlanFile } from "../plan/plan-file";
import { findMoves } from "../plan/plan-moves";
import { timeText } from "../report/text-report";

/** How a kept plan is checked against the world. */
export interface KeptPlanOptions {
  /** Makes the same plan again. */
  planAgain(): Promise<Plan>;
  /** Makes a plan into one that can be compared. */
  keep(plan: Plan): Promise<PlanFile>;
}

/**
 * The plan that was kept, if all that decides it is as it was then: the same accounts with the same settings and no others.
 *
 * A plan is good for once: what it changes is another world, and whoever applies it a second time is told so.
 *
 * @throws RefusedError with everything that moved.
 */
export async function openKeptPlan(kept: PlanFile, { planAgain, keep }: KeptPlanOptions): Promise<Plan> {
  const plan = await planAgain();
  const moves = findMoves(kept, await keep(plan));
  if (moves.length > 0) {
    throw new RefusedError(
      `The plan of ${timeText(kept.plannedAt)} does not fit any more, as this moved since:`,
      "Nothing was changed. Plan again (cross-account plan --out FILE), look at it, and apply that one.",
      moves,
    );
  }
  const actions = new Map(kept.accounts.map(({ account, action }) => [account.id, action]));
  return { ...plan, items: plan.items.map((item) => asPlanned(item, actions.get(item.target.account.id))) };
}

/** What was proven since is checked all the same, as planned. */
function asPlanned({ proven, ...item }: PlanItem, action: PlanItem["action"] = item.action): PlanItem {
  return { ...item, action, ...(action === "unchanged" && proven ? { proven } : {}) };
}

/**
 * Refuses a plan that is for something else.
 *
 * @throws InputError when it is of another fleet or for another verb.
 */
export function assertPlanFor(
  plan: Pick<Plan, "fleet" | "action">,
  { fleet, action }: { fleet: string; action: TargetAction },
  subject: string,
): void {
  const problems = [
    ...(plan.fleet === fleet
      ? []
      : [{ path: "fleet", message: `it is a plan of the fleet ${plan.fleet}, not of ${fleet}` }]),
    ...(plan.action === action
      ? []
      : [
          {
            path: "action",
            message: `it is a plan for ${plan.action}: apply it with ${plan.action}, not with ${action}`,
          },
        ]),
  ];
  if (problems.length > 0) throw new InputError(subject, problems);
}
