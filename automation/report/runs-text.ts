import type { RunList, RunListing } from "../fleet/find-run";
import type { RunSummary } from "../run/run-summary";
import { groupFailures } from "./failure-groups";
import { runText } from "./run-text";
import { type Cell, count, type TextPart, type Tone, timeText } from "./text-report";
import { spanText, timingOf } from "./timing";

const tones: Record<RunSummary["result"], Tone> = {
  done: "good",
  failed: "bad",
  cancelled: "warning",
  running: "warning",
};

/** The runs of a fleet for a person, newest first. */
export function runsText({ runs, unreadable }: RunList, fleet: string): TextPart[] {
  if (runs.length === 0 && unreadable.length === 0) return [{ lines: [`The fleet ${fleet} has no run yet.`] }];
  const head = ["Run", "Action", "Result", "Began", "Took", "Done", "Failed", "Not started", "Unchanged"];
  return [
    { head, rows: runs.map(rowOf) },
    ...(unreadable.length > 0
      ? [{ lines: ["Cannot be read, as their journals were damaged:", ...unreadable.map((id) => `  ${id}`)] }]
      : []),
    { lines: ["`cross-account report --run <id>` shows one of them."] },
  ];
}

/** A run of the journal for a person: when it was, what it came to, what failed most and what took longest. */
export function pastRunText(run: RunSummary): TextPart[] {
  const { runId, action, fleet, startedAt } = run;
  const open = run.result === "running" ? "; no end is known: it goes on, or it was killed" : "";
  return [
    { lines: [`Run ${runId}: ${action} of the fleet ${fleet}, ${timeText(startedAt)}${open}.`] },
    ...runText(run),
    ...failureGroupsText(run),
    ...timingText(run),
  ];
}

function rowOf({ runId, action, result, startedAt, endedAt, counts, unchanged }: RunListing): Cell[] {
  const took = endedAt === undefined ? "" : spanText(Date.parse(endedAt) - Date.parse(startedAt));
  const notStarted = (counts["not-started"] ?? 0) + (counts.waiting ?? 0);
  const numbers = [counts.done, counts.failed, notStarted, unchanged].map(String);
  return [runId, action, { text: result, tone: tones[result] }, timeText(startedAt), took, ...numbers];
}

/** Only where several accounts failed alike: each failure is told by its account already. */
function failureGroupsText({ targets }: RunSummary): TextPart[] {
  const groups = groupFailures(targets).filter(({ accounts }) => accounts.length > 1);
  if (groups.length === 0) return [];
  return [
    {
      lines: [
        "Failed alike:",
        ...groups.map(({ accounts, kind, message }) => `  ${count(accounts.length, "account")} (${kind}): ${message}`),
      ],
    },
  ];
}

function timingText(run: RunSummary): TextPart[] {
  const { medianMs, p95Ms, slowest } = timingOf(run);
  if (!slowest || medianMs === undefined || p95Ms === undefined) return [];
  const half = `Half of the accounts took at most ${spanText(medianMs)}, 95 % at most ${spanText(p95Ms)}`;
  return [
    {
      lines: [`${half}; the slowest was ${slowest.name} (${slowest.accountId}) with ${spanText(slowest.durationMs)}.`],
    },
  ];
}
