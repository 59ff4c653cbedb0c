import { CancelledError, RefusedError } from "../errors";
import { Fleet } from "../fleet/fleet";
import type { RunEvent } from "../model";
import { watchReport } from "../report/watch-report";
import { watchText } from "../report/watch-text";
import type { WatchOptions, WatchRound } from "../watch/watch-options";
import { approver } from "./approve";
import { exitCodes } from "./exit-code";
import { PlainProgress } from "./progress";
import { renderText } from "./render-text";
import type { Session } from "./session";
import type { ChangingOptions } from "./verb-options";

/** Options of `watch`. */
export interface WatchCommandOptions extends Omit<ChangingOptions, "only" | "refresh" | "grace"> {
  once: boolean;
  every?: number;
  driftEvery?: number;
  repair?: boolean;
  offboard?: boolean;
}

/** `cross-account watch`: looks again and again, and does what `up` and, where it is wanted, `offboard` would do. */
export async function watchCommand(session: Session, file: string, options: WatchCommandOptions): Promise<number> {
  const fleet = await Fleet.load(file);
  if (!options.yes) await askToWatch(session, fleet, options);
  for await (const round of fleet.watch(watchOptions(session, options))) {
    printRound(session, options, round);
    if (options.once) return exitCodeOf(round);
  }
  return exitCodes.done;
}

async function askToWatch({ terminal }: Session, fleet: Fleet, options: WatchCommandOptions): Promise<void> {
  if (!terminal.canAsk) {
    throw new RefusedError(
      "There is nobody to ask whether to go on, as this is no terminal. Nothing was changed.",
      "Add --yes to bring accounts up without being asked; `cross-account plan` shows what would be done now.",
    );
  }
  const { offboard = fleet.settings.watch.offboard } = options;
  const leaving = offboard ? ", and offboard those that leave," : "";
  const answer = await terminal.confirm(
    `Bring up the accounts of ${fleet.name} as they appear or change${leaving} without asking again?`,
  );
  if (!answer) throw new CancelledError();
}

function watchOptions(session: Session, options: WatchCommandOptions): WatchOptions {
  const { every, driftEvery, repair, offboard, concurrency, tolerance, workers, maxTargets, maxDeletes } = options;
  const { signal, stopNow } = session.interrupt;
  const approve = approver(session, options);
  return {
    ...{ signal, stopNow, onEvent: createOnEvent(session) },
    ...(every === undefined ? {} : { intervalMs: every }),
    ...(driftEvery === undefined ? {} : { driftEveryMs: driftEvery }),
    ...(repair === undefined ? {} : { repair }),
    ...(offboard === undefined ? {} : { offboard }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(workers === undefined ? {} : { workers }),
    ...(approve ? { approve } : {}),
    ...(maxTargets === undefined ? {} : { maxTargets }),
    ...(maxDeletes === undefined ? {} : { maxDeletes }),
  };
}

/** Plain lines, of one run after the other; a watch is seldom looked at. */
function createOnEvent(session: Session): (event: RunEvent) => void {
  let progress: PlainProgress | undefined;
  return (event) => {
    session.isRunning = event.type !== "run-ended";
    if (event.type === "run-started") progress = new PlainProgress((text) => session.terminal.remark(text));
    progress?.onEvent(event);
  };
}

function printRound({ terminal }: Session, { json, once }: WatchCommandOptions, round: WatchRound): void {
  if (json) terminal.print(JSON.stringify(watchReport(round), undefined, once ? 2 : 0));
  else terminal.print(renderText(watchText(round), terminal));
}

function exitCodeOf({ result }: WatchRound): number {
  const codes: Record<WatchRound["result"], number> = {
    done: exitCodes.done,
    failed: exitCodes.someAccountsFailed,
    refused: exitCodes.refused,
    cancelled: exitCodes.cancelled,
  };
  return codes[result];
}
