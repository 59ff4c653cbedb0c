import PQueue from "p-queue";
import { partyTitle } from "../parties/parties";
import type { Plan, PlanItem } from "./plan";

const stacksAtOnce = 8;

/**
 * Says of every account that is brought up which grants it has by now and would lose, as nothing in the fleet file gives them any more: what was
 * made for them goes, at the vendors too.
 *
 * @param findGranted Parties that have a grant in an account by now.
 */
export async function noteDropped(
  plan: Plan,
  findGranted: (accountId: string) => Promise<readonly string[]>,
): Promise<Plan> {
  const queue = new PQueue({ concurrency: stacksAtOnce });
  const items = plan.items.map((item) => async (): Promise<PlanItem> => {
    if (item.action !== "check") return item;
    const { account, settings } = item.target;
    const wanted = new Set(Object.entries(settings.grants).flatMap(([party, grant]) => (grant ? [party] : [])));
    const drops = (await findGranted(account.id)).filter((party) => !wanted.has(party));
    if (drops.length === 0) return item;
    const notes = drops.map(
      (party) => `takes the grant to ${partyTitle(party)} away: no grant of the fleet file names it`,
    );
    return { ...item, notes: [...item.notes, ...notes], drops };
  });
  return { ...plan, items: await queue.addAll(items) };
}
