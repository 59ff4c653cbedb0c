import type { UnchangedAccount } from "../model";
import type { Plan, PlanItem } from "./plan";

/**
 * Splits a plan into what is worked on and what is left alone. Pure.
 *
 * @param refresh True to work on everything, also on what is as it was proven.
 */
export function splitPlan({ items }: Plan, refresh: boolean): { worked: PlanItem[]; unchanged: UnchangedAccount[] } {
  const isLeftAlone = (item: PlanItem): boolean => item.action === "unchanged" && !refresh;
  return {
    worked: items.filter((item) => !isLeftAlone(item)),
    unchanged: items
      .filter(isLeftAlone)
      .flatMap(({ target: { account }, proven }) =>
        proven ? [{ id: account.id, name: account.name, ...proven }] : [],
      ),
  };
}
