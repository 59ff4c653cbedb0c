import { RefusedError } from "../errors";
import { Fleet } from "../fleet/fleet";
import type { Plan } from "../plan/plan";
import { planReport } from "../report/json-reports";
import { planText } from "../report/plan-text";
import { count } from "../report/text-report";
import { exitCodes } from "./exit-code";
import { printResult, remarkLooking, type Session } from "./session";
import type { ChoosingOptions } from "./verb-options";

/** `cross-account plan`: what `up` would do, asked of AWS and the vendors; changes nothing. */
export async function planCommand(
  session: Session,
  file: string,
  options: ChoosingOptions & { preview: boolean },
): Promise<number> {
  const { interrupt, terminal } = session;
  const { signal, stopNow } = interrupt;
  const fleet = await Fleet.load(file);
  remarkLooking(session);
  const plan = await interrupt.orCancelled(fleet.plan("up", { ...options, signal }));
  if (options.preview) terminal.remark(`Previewing ${count(plan.items.length, "account")}.`);
  const previews = options.preview ? await fleet.preview({ plan, signal: stopNow }) : [];
  const refused = findRefusal(fleet, plan, options);
  const report = planReport(plan, previews, refused?.message);
  printResult(session, options, { text: planText(plan, previews), report });
  if (!refused) return exitCodes.done;
  terminal.remark(`Would be refused: ${refused.message}\n${refused.instruction}`);
  return exitCodes.refused;
}

function findRefusal(fleet: Fleet, plan: Plan, options: ChoosingOptions): RefusedError | undefined {
  try {
    fleet.assertAllowed(plan, options);
    return undefined;
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
}
