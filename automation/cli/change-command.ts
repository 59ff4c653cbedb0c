import { RefusedError } from "../errors";
import { Fleet } from "../fleet/fleet";
import { readPlanFile } from "../fleet/plan-on-disk";
import type { TargetAction } from "../model";
import { concurrencyOf } from "../plan/amount";
import { assertNamesFree } from "../plan/collisions";
import type { Plan } from "../plan/plan";
import { wavesOf } from "../plan/plan-waves";
import { splitPlan } from "../plan/split-plan";
import { planReport, runReport } from "../report/json-reports";
import { describePlan, planText } from "../report/plan-text";
import { runText } from "../report/run-text";
import { count } from "../report/text-report";
import type { RotationOptions } from "../rotate/read-wish";
import type { RunSummary } from "../run/run-summary";
import { approver } from "./approve";
import { CancelledError, exitCodes } from "./exit-code";
import { createProgress } from "./progress";
import { assertReportFiles, tryReportFiles } from "./report-files";
import type { ReportFileOptions } from "./report-options";
import { printResult, printText, remarkLooking, type Session } from "./session";
import type { ChangingOptions } from "./verb-options";

/** `cross-account up`, `rotate` and `offboard`: shows the plan, asks, runs it and shows what it came to. */
export async function changeCommand(
  action: TargetAction,
  session: Session,
  file: string,
  options: ChangingOptions & RotationOptions & ReportFileOptions,
): Promise<number> {
  const { interrupt } = session;
  const fleet = await Fleet.load(file);
  await assertReportFiles(options);
  remarkLooking(session);
  const plan = await interrupt.orCancelled(findPlan(fleet, action, options, interrupt.signal));
  if (plan.items.length === 0) {
    printResult(session, options, { text: planText(plan), report: planReport(plan) });
    return exitCodes.done;
  }
  printText(session, options, options.yes ? [{ lines: [describePlan(plan)] }] : planText(plan));
  fleet.assertAllowed(plan, options);
  if (options.nameCheck !== false) {
    assertNamesFree(await interrupt.orCancelled(fleet.findCollisions(plan, { ...options, signal: interrupt.signal })));
  }
  const { worked } = splitPlan(plan, plan.wish?.refresh ?? false);
  if (!options.yes && worked.length > 0) await askToGoOn(session, action, worked.length);
  const summary = await run(session, fleet, plan, worked.length, options);
  printResult(session, options, { text: runText(summary), report: runReport(summary) });
  const isWritten = await tryReportFiles(session, summary, options, fleet.journals);
  return exitCodeOf(summary) || (isWritten ? exitCodes.done : exitCodes.badInput);
}

async function findPlan(
  fleet: Fleet,
  action: TargetAction,
  { plan: file, ...options }: ChangingOptions & RotationOptions,
  signal: AbortSignal,
): Promise<Plan> {
  if (file === undefined) return fleet.plan(action, { ...options, signal });
  return fleet.openPlan(await readPlanFile(file), action, { signal });
}

const questions: Record<TargetAction, (accounts: string) => string> = {
  up: (accounts) => `Go on with ${accounts}?`,
  rotate: (accounts) => `Replace the external ids of ${accounts}?`,
  offboard: (accounts) => `Take away the grants of ${accounts}, at the vendors too?`,
};

async function askToGoOn({ terminal }: Session, action: TargetAction, accounts: number): Promise<void> {
  if (!terminal.canAsk) {
    throw new RefusedError(
      "There is nobody to ask whether to go on, as this is no terminal. Nothing was changed.",
      "Add --yes to do what the plan says without being asked; `cross-account plan` shows it beforehand.",
    );
  }
  const answer = await terminal.confirm(questions[action](count(accounts, "account")));
  if (!answer) throw new CancelledError();
}

async function run(
  session: Session,
  fleet: Fleet,
  plan: Plan,
  targets: number,
  options: ChangingOptions,
): Promise<RunSummary> {
  const { signal, stopNow } = session.interrupt;
  const concurrency = options.concurrency ?? fleet.settings.rollout.concurrency;
  const approve = approver(session, options);
  const progress = createProgress(session.terminal, {
    json: options.json,
    concurrency: concurrencyOf(concurrency, targets),
    targets,
    isStaged: wavesOf(plan, plan.wish?.refresh).length > 1,
  });
  session.isRunning = true;
  try {
    const { approve: _all, ...others } = options;
    const runOptions = {
      ...others,
      ...plan.wish,
      plan,
      // They were searched before it was asked whether to go on.
      nameCheck: false,
      concurrency,
      ...(approve ? { approve } : {}),
      signal,
      stopNow,
      onEvent: progress.onEvent.bind(progress),
      onProgress: progress.onProgress.bind(progress),
    };
    return await fleet[plan.action](runOptions);
  } finally {
    await progress.end();
    session.isRunning = false;
  }
}

function exitCodeOf({ result }: RunSummary): number {
  switch (result) {
    case "done":
      return exitCodes.done;
    case "cancelled":
      return exitCodes.cancelled;
    default:
      return exitCodes.someAccountsFailed;
  }
}
