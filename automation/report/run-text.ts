import type { ChangeCounts, GrantOutcome, ProofResult, RoleProof, TargetAction, TargetOutcome } from "../model";
import type { RunSummary, TargetState, TargetSummary } from "../run/run-summary";
import { caseNames, describeSources } from "./proof-words";
import { type Cell, count, roleTitle, type TextPart, type Tone, timeText } from "./text-report";
import { notStartedText } from "./waves-text";

const tones: Record<TargetState, Tone> = {
  done: "good",
  failed: "bad",
  "not-started": "warning",
  running: "warning",
  waiting: "warning",
};

/** A run for a person: each account with what it came to and its proof, failures with what to do, and a summary. */
export function runText(summary: RunSummary): TextPart[] {
  const { action, targets, leftOut } = summary;
  return [
    ...(targets.length > 0 ? [{ head: headOf(action), rows: targets.map((target) => rowOf(action, target)) }] : []),
    ...healedText(targets),
    ...failureText(targets),
    ...notStartedText(targets),
    ...artefactText(summary),
    ...(leftOut.length > 0
      ? [{ lines: ["Left out:", ...leftOut.map(({ id, name, reason }) => `  ${name} (${id}) ${reason}`)] }]
      : []),
    { lines: [summaryLine(summary), ...proofLine(summary), ...unchangedLine(summary), ...advice(summary)] },
  ];
}

function advice({ result, targets }: RunSummary): string[] {
  if (result === "done") return [];
  const first = targets.some(({ failure }) => failure?.instruction) ? "do what is said above, then " : "";
  return [`Nothing is lost: ${first}run the same again, and it goes on where this ended.`];
}

/** What the evidence comes to, and where it is from. */
function proofLine({ action, targets }: RunSummary): string[] {
  const proofs = targets.flatMap((target) => target.proofs ?? []);
  if (proofs.length === 0) return [];
  const answers = proofs.flatMap(({ results }) => results);
  const proven = `${proofs.filter((proof) => proof.proven).length} of ${proofs.length}`;
  const claim = action === "offboard" ? "grants are gone without a trace" : "roles open for the right party alone";
  return [`${proven} ${claim}: ${describeSources(answers)}.`];
}

/** Accounts nothing was started for, and from when their proofs are. */
function unchangedLine({ unchanged }: RunSummary): string[] {
  const [oldest] = unchanged.map(({ provenAt }) => provenAt).sort();
  if (oldest === undefined) return [];
  const are = unchanged.length === 1 ? "is as it was" : "are as they were";
  const since = `${unchanged.length === 1 ? "" : "the longest ago "}on ${timeText(oldest)}`;
  return [
    `${count(unchanged.length, "account")} ${are} when last proven, ${since}: nothing was started. \`--refresh\` looks at them.`,
  ];
}

/** A run in one sentence. */
function summaryLine({ action, result, counts, changes, startedAt, endedAt, targets, unchanged }: RunSummary): string {
  const parts = [
    counts.done > 0
      ? `${count(counts.done, "account")} ${action === "offboard" ? "offboarded" : action === "rotate" ? "rotated" : "done"}`
      : undefined,
    counts.failed > 0 ? `${counts.failed} failed` : undefined,
    counts["not-started"] > 0 ? `${counts["not-started"]} not started` : undefined,
  ].filter((part) => part !== undefined);
  const seconds = endedAt ? ` in ${((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s` : "";
  const cancelled = result === "cancelled" ? "Cancelled: " : "";
  if (targets.length === 0) return unchanged.length > 0 ? "Nothing changed." : "Nothing to do.";
  const counted = describeChanges(changes);
  // What was made in an account before it failed is not counted.
  const told = counts.done === 0 && counted === nothingChanged ? "" : `; ${counted}`;
  return `${cancelled}${parts.join(", ")}${seconds}${told}.`;
}

const nothingChanged = "nothing changed";

/** Numbers of resources in words; `nothing changed` when only some stayed as they were. */
function describeChanges({ create, update, replace, delete: deleted }: ChangeCounts): string {
  const parts = [
    create > 0 ? `${create} created` : undefined,
    update > 0 ? `${update} updated` : undefined,
    replace > 0 ? `${replace} replaced` : undefined,
    deleted > 0 ? `${deleted} deleted` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(", ") : nothingChanged;
}

/** What a finished account came to, in a few words for one line. */
export function describeOutcome({ outcome, proofs, failure, reason }: TargetSummary): string {
  if (failure) return failure.message;
  if (reason) return reason;
  if (!outcome) return "";
  const proven = proofs === undefined ? [] : [proofs.every((proof) => proof.proven) ? "proven" : "not proven"];
  const vendorAccounts = outcome.grants.flatMap(({ vendorAccountId }) => vendorAccountId ?? []);
  return [...vendorAccounts, describeWork(outcome), ...proven].join(", ");
}

function describeWork({ changes, healed = [] }: TargetOutcome): string {
  return `${describeChanges(changes)}${healed.length > 0 ? ", healed" : ""}`;
}

/** What had been changed by hand is worth more than a word in a column. */
function healedText(targets: readonly TargetSummary[]): TextPart[] {
  const lines = targets.flatMap(({ accountId, name, outcome }) =>
    (outcome?.healed ?? []).map((sentence) => `  ${name} (${accountId}): ${sentence}`),
  );
  return lines.length > 0 ? [{ lines: ["Found changed by hand, and put right:", ...lines] }] : [];
}

/** Files for the parties' tools; one that could not be written with what to do. */
function artefactText({ artefacts = [] }: RunSummary): TextPart[] {
  const words = { written: "wrote", unchanged: "unchanged", deleted: "deleted", failed: "FAILED" };
  const lines = artefacts.flatMap(({ path, state, failure }) => [
    `  ${words[state]} ${path}${failure ? `: ${failure.message}` : ""}`,
    ...(failure?.instruction ? [`    ${failure.instruction}`] : []),
  ]);
  return lines.length > 0 ? [{ lines: ["Artefacts:", ...lines] }] : [];
}

function headOf(action: TargetAction): string[] {
  return action === "offboard"
    ? ["Account", "Name", "Result", "Changes", "Looked for afterwards"]
    : ["Account", "Name", "Result", "Changes", "Vendor account", "Role", "Proof"];
}

function rowOf(action: TargetAction, target: TargetSummary): Cell[] {
  const { accountId, name, state, outcome, proofs = [] } = target;
  const common: Cell[] = [accountId, name, { text: state, tone: tones[state] }, outcome ? describeWork(outcome) : ""];
  const proof = proofCell(proofs);
  if (action === "offboard") return [...common, proof];
  const grants = outcome?.grants ?? [];
  return [
    ...common,
    grants.map(describeVendorAccount).join("\n"),
    grants.map(({ roleArn }) => roleTitle(roleArn)).join("\n"),
    proof,
  ];
}

function describeVendorAccount({ vendorAccountId, vendorAccountName, adopted }: GrantOutcome): string {
  if (!vendorAccountId) return "";
  const name = vendorAccountName ? ` ${vendorAccountName}` : "";
  return `${vendorAccountId}${name}${adopted ? " (adopted)" : ""}`;
}

function proofCell(proofs: readonly RoleProof[]): Cell {
  if (proofs.length === 0) return "";
  const text = describeResults(proofs.flatMap(({ results }) => results)).join("\n");
  return { text, tone: proofs.every(({ proven }) => proven) ? "good" : "bad" };
}

/** One line an answer, the cases of all roles that got it behind, each once; what is wrong stands on a line of its own. */
function describeResults(results: readonly ProofResult[]): string[] {
  const lines = new Map<string, Set<string>>();
  for (const result of results) {
    const answer = answerOf(result);
    lines.set(answer, new Set([...(lines.get(answer) ?? []), caseNames[result.case]]));
  }
  return [...lines].map(([answer, names]) => `${answer}: ${[...names].join(", ")}`);
}

function answerOf({ expected, actual, method }: ProofResult): string {
  if (method === "recorded") return "gone with the account";
  const answer = method === "looked-up" ? { in: "still there", out: "gone" }[actual] : actual;
  const remark = method === "evaluated" ? " (from the live trust policy)" : "";
  return `${expected === actual ? "" : "WRONG, "}${answer}${remark}`;
}

function failureText(targets: readonly TargetSummary[]): TextPart[] {
  const lines = targets.flatMap(({ accountId, name, failure }) =>
    failure
      ? [`  ${name} (${accountId}): ${failure.message}`, ...(failure.instruction ? [`    ${failure.instruction}`] : [])]
      : [],
  );
  return lines.length > 0 ? [{ lines: ["Failed:", ...lines] }] : [];
}
