import { RefusedError } from "../errors";
import { Fleet } from "../fleet/fleet";
import { assertReplaceable, writePlanFile } from "../fleet/plan-on-disk";
import { afterPreviews, type TargetPreview } from "../fleet/preview-plan";
import { assertNamesFree } from "../plan/collisions";
import type { Plan } from "../plan/plan";
import { planReport } from "../report/json-reports";
import { describeIntent, planText } from "../report/plan-text";
import { count } from "../report/text-report";
import { exitCodes } from "./exit-code";
import { assertFitting, type PlanCommandOptions } from "./plan-options";
import { printResult, remarkLooking, type Session } from "./session";

/** `cross-account plan`: what a verb would do, asked of AWS and the vendors; changes nothing. */
export async function planCommand(session: Session, file: string, options: PlanCommandOptions): Promise<number> {
  const { interrupt, terminal } = session;
  const { signal, stopNow } = interrupt;
  assertFitting(options);
  if (options.out !== undefined) await assertReplaceable(options.out);
  const fleet = await Fleet.load(file);
  remarkLooking(session);
  const planned = await interrupt.orCancelled(fleet.plan(options.for, { ...options, signal }));
  if (options.preview) terminal.remark(`Previewing ${count(planned.items.length, "account")}.`);
  const onAccount = tellPreviews(session, planned);
  const previews = options.preview
    ? await fleet.preview({ ...options, plan: planned, signal: stopNow, onAccount })
    : [];
  const plan = afterPreviews(planned, previews);
  const names = options.nameCheck
    ? await interrupt.orCancelled(fleet.findCollisions(plan, { ...options, signal }))
    : undefined;
  const refused = findRefusal(() => {
    fleet.assertAllowed(plan, options);
    if (names) assertNamesFree(names);
  });
  const report = planReport(plan, {
    previews,
    ...(names ? { names } : {}),
    ...(refused ? { refused: refused.message } : {}),
  });
  printResult(session, options, { text: planText(plan, previews), report });
  for (const { account, reason } of names?.unseen ?? []) {
    terminal.remark(`Could not look into ${account.name} (${account.id}) for names that are taken: ${reason}`);
  }
  if (options.out !== undefined) await keepPlan(session, fleet, plan, options.out);
  if (!refused) return exitCodes.done;
  const lines = [`Would be refused: ${refused.message}`, ...refused.reasons.map((reason) => `  ${reason}`)];
  terminal.remark([...lines, refused.instruction].join("\n"));
  return exitCodes.refused;
}

/** A line an account, with how many are looked at already. */
function tellPreviews({ terminal }: Session, { items }: Plan): (preview: TargetPreview) => void {
  const names = new Map(items.map(({ target: { account } }) => [account.id, account.name]));
  let done = 0;
  return ({ accountId, changes, failure }) => {
    done += 1;
    const what = failure ? `failed: ${failure.message}` : changes ? describeIntent(changes) : "nothing";
    terminal.remark(`[${done}/${items.length}] ${names.get(accountId) ?? accountId} (${accountId}): ${what}`);
  };
}

async function keepPlan({ terminal }: Session, fleet: Fleet, plan: Plan, file: string): Promise<void> {
  const kept = await fleet.keep(plan);
  await writePlanFile(file, kept);
  terminal.remark(`Kept as ${file} (${kept.hash.slice(0, 12)}). Apply it: cross-account ${plan.action} --plan ${file}`);
}

function findRefusal(check: () => void): RefusedError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
}
