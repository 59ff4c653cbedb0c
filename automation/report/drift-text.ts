import { describeDrift } from "../drift/describe-drift";
import type { AccountDrift, Drift, DriftState } from "../drift/drift";
import { type Cell, count, type TextPart, type Tone } from "./text-report";

const tones: Record<DriftState, Tone> = { "in-step": "good", drifted: "bad", repaired: "good", failed: "bad" };

/** Drift for a person: what was changed by hand in which account, who could not be looked at, and a summary. */
export function driftText({ accounts, leftOut, counts, fleet, runId }: Drift): TextPart[] {
  const shown = accounts.filter(({ state }) => state !== "in-step");
  return [
    ...(shown.length > 0 ? [{ head: ["Account", "Name", "State", "What happened"], rows: shown.map(rowOf) }] : []),
    ...adviceText(shown),
    ...(leftOut.length > 0
      ? [
          {
            lines: [
              "Not compared:",
              ...leftOut.map(({ account, reason }) => `  ${account.name} (${account.id}) ${reason}`),
            ],
          },
        ]
      : []),
    { lines: [summaryLine(fleet, accounts.length, counts), ...next(counts, runId)] },
  ];
}

function rowOf({ accountId, name, state, resources, failure }: AccountDrift): Cell[] {
  const lines = [...resources.map(describeDrift), ...(failure ? [failure.message] : [])];
  return [accountId, name, { text: state, tone: tones[state] }, lines.join("\n")];
}

function adviceText(accounts: readonly AccountDrift[]): TextPart[] {
  const lines = accounts.flatMap(({ accountId, name, failure }) =>
    failure?.instruction ? [`  ${name} (${accountId}): ${failure.instruction}`] : [],
  );
  return lines.length > 0 ? [{ lines: ["What to do:", ...lines] }] : [];
}

function summaryLine(fleet: string, number: number, counts: Drift["counts"]): string {
  const parts = Object.entries(counts).filter(([, accounts]) => accounts > 0);
  const told = parts.map(([state, accounts]) => `${accounts} ${state.replace("-", " ")}`).join(", ");
  return `${count(number, "account")} of the fleet ${fleet} compared with AWS and the vendors${told ? `: ${told}` : ""}.`;
}

function next({ drifted }: Drift["counts"], runId: string | undefined): string[] {
  if (drifted === 0 || runId !== undefined) return [];
  return ["`cross-account drift --repair` puts right what has drifted."];
}
