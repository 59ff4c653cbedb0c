import type { WatchRound } from "../watch/watch-options";
import type { News, OpenProblem } from "../watch/watch-state";
import { driftReport, runReport } from "./json-reports";
import type { AlertReport, WatchReport } from "./report-schemas";
import { count } from "./text-report";

const version = 1;

/** A round of a watch as JSON data. */
export function watchReport(round: WatchRound): WatchReport {
  const { runs, drift, heldBy, problems, ...rest } = round;
  return {
    report: "watch",
    version,
    ...rest,
    runs: runs.map(runReport),
    ...(drift ? { drift: driftReport(drift) } : {}),
    ...(heldBy ? { heldBy: pickHolder(heldBy) } : {}),
    problems: problems.map(({ lastSeen: _lastSeen, told: _told, ...problem }) => problem),
  };
}

/** News as JSON data. */
export function alertReport(fleet: string, { failures, recovered }: News, open: number, now: Date): AlertReport {
  const lines = [
    ...(failures.length > 0 ? [`${count(failures.length, "new failure")} in the fleet ${fleet}:`] : []),
    ...failures.map((problem) => `- ${describeProblem(problem)}`),
    ...(recovered.length > 0 ? [`Over in the fleet ${fleet}:`] : []),
    ...recovered.map((problem) => `- ${describeProblem(problem)}`),
  ];
  return {
    ...{ report: "alert", version, fleet, at: now.toISOString(), text: lines.join("\n") },
    ...{ failures: failures.map(toAlert), recovered: recovered.map(toAlert), open },
  };
}

/** A problem in one line. */
export function describeProblem({ accountId, name, message }: OpenProblem): string {
  return accountId === undefined ? message : `${name ?? accountId} (${accountId}): ${message}`;
}

function toAlert({ accountId, name, kind, message, instruction, since }: OpenProblem): AlertReport["failures"][number] {
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(name === undefined ? {} : { name }),
    ...{ kind, message },
    ...(instruction === undefined ? {} : { instruction }),
    since,
  };
}

function pickHolder({ verb, user, host, pid, since }: NonNullable<WatchRound["heldBy"]>) {
  return { verb, user, host, pid, since };
}
