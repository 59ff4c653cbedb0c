import type { Drift } from "../drift/drift";
import { CancelledError, RefusedError } from "../errors";
import { Fleet } from "../fleet/fleet";
import { waveRules } from "../fleet/rollout-schema";
import { concurrencyOf } from "../plan/amount";
import { driftText } from "../report/drift-text";
import { driftReport } from "../report/json-reports";
import { count } from "../report/text-report";
import { approver } from "./approve";
import { exitCodes } from "./exit-code";
import { createProgress } from "./progress";
import { printResult, printText, remarkLooking, type Session } from "./session";
import type { DriftCommandOptions } from "./verb-options";

/** `cross-account drift`: what was changed by hand in AWS or at the vendors; with `--repair` it is put right. */
export async function driftCommand(session: Session, file: string, options: DriftCommandOptions): Promise<number> {
  const { interrupt } = session;
  const fleet = await Fleet.load(file);
  remarkLooking(session);
  const found = await fleet.drift({ ...options, signal: interrupt.signal });
  interrupt.signal.throwIfAborted();
  const isToRepair = options.repair && found.counts.drifted > 0;
  if (isToRepair && !options.yes) {
    printText(session, options, driftText(found));
    await askToRepair(session, found);
  }
  const drift = isToRepair ? await repair(session, fleet, found, options) : found;
  printResult(session, options, { text: driftText(drift), report: driftReport(drift) });
  if (drift.counts.failed > 0) return exitCodes.someAccountsFailed;
  return drift.counts.drifted > 0 ? exitCodes.drifted : exitCodes.done;
}

async function askToRepair({ terminal }: Session, { counts }: Drift): Promise<void> {
  if (!terminal.canAsk) {
    throw new RefusedError(
      "There is nobody to ask whether to repair, as this is no terminal. Nothing was changed.",
      "Add --yes to repair without being asked.",
    );
  }
  const answer = await terminal.confirm(`Repair ${count(counts.drifted, "account")}?`);
  if (!answer) throw new CancelledError();
}

async function repair(session: Session, fleet: Fleet, found: Drift, options: DriftCommandOptions): Promise<Drift> {
  const { signal, stopNow } = session.interrupt;
  const { json, maxTargets, workers, concurrency = fleet.settings.rollout.concurrency } = options;
  const targets = found.counts.drifted;
  const approve = approver(session, options);
  const progress = createProgress(session.terminal, {
    json,
    concurrency: concurrencyOf(concurrency, targets),
    targets,
    isStaged: targets > 1 && waveRules(fleet.settings.rollout).length > 0,
  });
  session.isRunning = true;
  try {
    return await fleet.repair(found, {
      concurrency,
      signal,
      stopNow,
      ...(maxTargets === undefined ? {} : { maxTargets }),
      ...(options.tolerance === undefined ? {} : { tolerance: options.tolerance }),
      ...(approve ? { approve } : {}),
      ...(workers === undefined ? {} : { workers }),
      onEvent: progress.onEvent.bind(progress),
      onProgress: progress.onProgress.bind(progress),
    });
  } finally {
    await progress.end();
    session.isRunning = false;
  }
}
