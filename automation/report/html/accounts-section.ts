import type { RunSummary, TargetState, TargetSummary } from "../../run/run-summary";
import { type Markup, type MarkupValue, markup } from "../markup";
import { caseNames } from "../proof-words";
import { describeOutcome } from "../run-text";
import { roleTitle, type Tone, timeText } from "../text-report";
import { type AccountTiming, type RunTiming, spanText } from "../timing";
import { type Column, lines, table, toned } from "./table";

const tones: Record<TargetState, Tone> = {
  done: "good",
  failed: "bad",
  "not-started": "warning",
  running: "warning",
  waiting: "quiet",
};

const columns: Column[] = [
  { title: "Account", kind: "id" },
  { title: "Name", kind: "row" },
  { title: "Result" },
  { title: "Took", kind: "number" },
  { title: "When in the run" },
  { title: "What came of it", kind: "text" },
  { title: "Role" },
  { title: "Proof" },
];

/** Every account of the run, those left alone too, a row each. */
export function accountRows({ targets, unchanged }: RunSummary, timing: RunTiming): Markup {
  const spans = new Map(timing.accounts.map((span) => [span.accountId, span]));
  const rows = [
    ...targets.map((target) => targetRow(target, spans.get(target.accountId), timing.totalMs)),
    ...unchanged.map(({ id, name, provenAt, roleArns }): MarkupValue[] => [
      id,
      name,
      toned("unchanged", "quiet"),
      "",
      "",
      `left alone: as it was when it was proven on ${timeText(provenAt)}`,
      lines(roleArns.map(roleTitle)),
      toned("proven then", "quiet"),
    ]),
  ];
  return table({ id: "accounts", caption: "Accounts of the run", columns, rows });
}

function targetRow(target: TargetSummary, span: AccountTiming | undefined, totalMs: number): MarkupValue[] {
  const { accountId, name, state, attempts, outcome, failure } = target;
  const again = attempts > 1 ? [markup`<span class="quiet">started ${attempts} times</span>`] : [];
  return [
    accountId,
    name,
    lines([toned(state.replace("-", " "), tones[state]), ...again]),
    span ? spanText(span.durationMs) : "",
    span ? spanPicture(span, totalMs) : "",
    lines([describeOutcome(target), ...(failure?.instruction ? [failure.instruction] : [])]),
    lines((outcome?.grants ?? []).map(({ party, roleArn }) => `${party}: ${roleTitle(roleArn)}`)),
    proofCell(target),
  ];
}

/** When of the run an account was worked on; the column before it says how long in words. */
function spanPicture({ startMs, durationMs }: AccountTiming, totalMs: number): Markup {
  const share = (ms: number): string => ((100 * ms) / Math.max(totalMs, 1)).toFixed(2);
  const width = Math.max(Number(share(durationMs)), 1);
  const x = Math.min(Number(share(startMs)), 100 - width);
  return markup`<svg class="when" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="from ${spanText(startMs)} on"><line x1="0" x2="100" y1="5" y2="5"/><rect x="${x}" width="${width}" y="1" height="8"/></svg>`;
}

function proofCell({ proofs = [] }: TargetSummary): Markup[] {
  const results = proofs.flatMap((proof) => proof.results);
  const wrong = results.filter(({ expected, actual }) => expected !== actual);
  if (results.length === 0) return [];
  if (wrong.length === 0)
    return lines([toned("proven", "good"), markup`<span class="quiet">${results.length} answers</span>`]);
  return lines(wrong.map((result) => toned(`WRONG: ${caseNames[result.case]} is ${result.actual}`, "bad")));
}
