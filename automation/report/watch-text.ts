import type { AlertOutcome, WatchRound } from "../watch/watch-options";
import { driftText } from "./drift-text";
import { runText } from "./run-text";
import { count, type TextPart, timeText } from "./text-report";
import { describeProblem } from "./watch-report";

/** A round of a watch for a person; one line where there was nothing to do. */
export function watchText(round: WatchRound): TextPart[] {
  const { runs, drift, problems, left, waiting, alerts, heldBy } = round;
  return [
    ...runs.flatMap(runText),
    ...(drift ? driftText(drift) : []),
    ...listText(
      "Wrong by now:",
      problems.flatMap((problem) => [
        `  ${describeProblem(problem)}`,
        ...(problem.instruction ? [`    ${problem.instruction}`] : []),
      ]),
    ),
    ...listText(
      "Tried again later:",
      waiting.map(({ name, accountId, retryAt }) => `  ${name} (${accountId}) after ${timeText(retryAt)}`),
    ),
    ...listText(
      "Left the fleet:",
      left.map(({ name, accountId, reason }) => `  ${name} (${accountId}) ${reason}`),
    ),
    ...listText("Alerts:", alerts.map(describeAlert)),
    {
      lines: [
        ...(heldBy ? [`Left alone: ${heldBy.verb} by ${heldBy.user} on ${heldBy.host} works on the fleet.`] : []),
        summaryLine(round),
      ],
    },
  ];
}

function summaryLine({ fleet, startedAt, result, runs, problems, left }: WatchRound): string {
  const worked = runs.reduce((sum, { targets }) => sum + targets.length, 0);
  const parts = [
    worked > 0 ? `${count(worked, "account")} worked on` : "nothing to do",
    ...(problems.length > 0 ? [count(problems.length, "problem")] : []),
    ...(left.length > 0 ? [`${left.length} left`] : []),
    ...(result === "cancelled" ? ["cut short"] : []),
  ];
  return `${timeText(startedAt)}: ${fleet}: ${parts.join(", ")}.`;
}

function describeAlert({ to, failures, recovered, problem }: AlertOutcome): string {
  const news = `${count(failures, "new failure")}, ${recovered} over`;
  return problem === undefined
    ? `  told the ${to}: ${news}`
    : `  could not tell the ${to} (${news}), tried again next time: ${problem}`;
}

function listText(title: string, lines: readonly string[]): TextPart[] {
  return lines.length > 0 ? [{ lines: [title, ...lines] }] : [];
}
