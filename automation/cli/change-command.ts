import { CancelledError, RefusedError } from "../errors";
import { Fleet } from "../fleet/fleet";
import type { RunOptions } from "../fleet/fleet-options";
import { readPlanFile } from "../fleet/plan-on-disk";
import type { TargetAction } from "../model";
import { concurrencyOf } from "../plan/amount";
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
import { exitCodes } from "./exit-code";
import { createProgress } from "./progress";
import { assertReportFiles, tryReportFiles } from "./report-files";
import type { ReportFileOptions } from "./report-options";
import type { Progress } from "./run-watch";
import { printResult, printText, remarkLooking, type Session } from "./session";
import type { ChangingOptions } from "./verb-options";

/** `cross-account up`, `rotate` and `offboard`: shows the plan, asks, runs it and shows what it came to. */
export async function changeCommand(
  action: TargetAction,
  session: Session,
  file: string,
  options: ChangingOptions & RotationOptions & ReportFileOptions,
): Promise<number> {
  const fleet = await Fleet.load(file);
  await assertReportFiles(options);
  const summary = await run(action, session, fleet, options).catch(takeEmptyPlan);
  if ("items" in summary) {
    printResult(session, options, { text: planText(summary), report: planReport(summary) });
    return exitCodes.done;
  }
  printResult(session, options, { text: runText(summary), report: runReport(summary) });
  const isWritten = await tryReportFiles(session, summary, options, fleet.journals);
  return exitCodeOf(summary) || (isWritten ? exitCodes.done : exitCodes.badInput);
}

/** Ends a run before it begins, as there is nothing to do. */
class NothingToDo extends Error {
  constructor(readonly plan: Plan) {
    super("There is nothing to do.");
  }
}

function takeEmptyPlan(error: unknown): Plan {
  if (error instanceof NothingToDo) return error.plan;
  throw error;
}

/** All of it under the lease: nothing comes between the plan that a person sees and what is done. */
async function run(
  action: TargetAction,
  session: Session,
  fleet: Fleet,
  options: ChangingOptions & RotationOptions,
): Promise<RunSummary> {
  const { signal, stopNow } = session.interrupt;
  const { plan: file, approve: _all, ...others } = options;
  const approve = approver(session, options);
  const plan = file === undefined ? {} : { plan: await readPlanFile(file) };
  remarkLooking(session);
  let progress: Progress | undefined;
  const runOptions: RunOptions & RotationOptions = {
    ...others,
    ...plan,
    ...(approve ? { approve } : {}),
    signal,
    stopNow,
    onPlan: (found) => {
      if (found.items.length === 0) throw new NothingToDo(found);
      printText(session, options, options.yes ? [{ lines: [describePlan(found)] }] : planText(found));
    },
    confirm: async (found) => {
      const targets = splitPlan(found, found.wish?.refresh ?? false).worked.length;
      if (!options.yes && targets > 0) await askToGoOn(session, action, targets);
      progress = createProgressOf(found, targets, session, fleet, options);
      session.isRunning = true;
      return true;
    },
    onEvent: (event) => progress?.onEvent(event),
    onProgress: (step) => progress?.onProgress(step),
  };
  try {
    return await fleet[action](runOptions);
  } finally {
    await progress?.end();
    session.isRunning = false;
  }
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

function createProgressOf(
  plan: Plan,
  targets: number,
  { terminal }: Session,
  { settings }: Fleet,
  { json, concurrency = settings.rollout.concurrency }: Pick<ChangingOptions, "json" | "concurrency">,
): Progress {
  const isStaged = wavesOf(plan, plan.wish?.refresh).length > 1;
  return createProgress(terminal, { json, concurrency: concurrencyOf(concurrency, targets), targets, isStaged });
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
