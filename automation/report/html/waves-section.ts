import type { RunSummary, TargetState, WaveSummary } from "../../run/run-summary";
import type { Markup, MarkupValue } from "../markup";
import { spanText } from "../timing";
import { lines, table, toned } from "./table";

/** The waves of a run, and what lay between them. */
export function waveRows(run: Pick<RunSummary, "startedAt" | "targets">, waves: readonly WaveSummary[]): Markup {
  return table({
    id: "waves",
    caption: "Waves in their order",
    columns: [
      { title: "Wave", kind: "row" },
      { title: "Accounts", kind: "number" },
      { title: "Done", kind: "number" },
      { title: "Failed", kind: "number" },
      { title: "Began after", kind: "number" },
      { title: "Took", kind: "number" },
      { title: "Then waited for", kind: "text" },
    ],
    rows: waves.map((wave) => waveRow(wave, run)),
  });
}

function waveRow(
  { name, accountIds, startedAt, waitedFor = [] }: WaveSummary,
  run: Pick<RunSummary, "startedAt" | "targets">,
): MarkupValue[] {
  const ids = new Set(accountIds);
  const members = run.targets.filter(({ accountId }) => ids.has(accountId));
  const numberOf = (wanted: TargetState): number => members.filter(({ state }) => state === wanted).length;
  const failed = numberOf("failed");
  const last = Math.max(...members.map(({ endedAt }) => (endedAt === undefined ? 0 : Date.parse(endedAt))));
  const began = startedAt === undefined ? undefined : Date.parse(startedAt);
  return [
    name,
    accountIds.length,
    numberOf("done"),
    failed > 0 ? toned(String(failed), "bad") : 0,
    began === undefined ? "not begun" : spanText(began - Date.parse(run.startedAt)),
    began === undefined || last < began ? "" : spanText(last - began),
    lines(waitedFor),
  ];
}
