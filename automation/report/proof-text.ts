import type { AccountProof, FleetProof } from "../fleet/prove-fleet";
import type { ProofCase, ProofResult, RoleProof } from "../model";
import { caseNames, describeSources } from "./proof-words";
import { type Cell, count, roleTitle, type TextPart } from "./text-report";

/** The questions of the matrix, in its order. */
const columns: readonly ProofCase[] = [
  "right-party",
  "wrong-principal",
  "wrong-external-id",
  "no-external-id",
  "wrong-account",
  "no-mfa",
];

/** A proof for a person: a row a role, a column a question; below it what is wrong, and where the answers are from. */
export function proofText({ fleet, accounts, leftOut }: FleetProof): TextPart[] {
  const rows = accounts.flatMap((account) => account.proofs.map((proof) => rowOf(account, proof)));
  const asked = columns.filter((name) => accounts.some(({ proofs }) => proofs.some((proof) => resultOf(proof, name))));
  const isShown = (name: ProofCase): boolean => asked.includes(name);
  return [
    ...(rows.length > 0
      ? [
          {
            head: ["Account", "Name", "Party", "Role", ...asked.map((name) => sentence(caseNames[name]))],
            rows: rows.map(({ named, answers }) => [...named, ...columns.filter(isShown).map((name) => answers[name])]),
          },
        ]
      : []),
    ...findings(accounts),
    ...(leftOut.length > 0
      ? [
          {
            lines: [
              "Left out:",
              ...leftOut.map(({ account, reason }) => `  ${account.name} (${account.id}) ${reason}`),
            ],
          },
        ]
      : []),
    { lines: [...legend(accounts), summaryLine(fleet, accounts)] },
  ];
}

function rowOf(
  { accountId, name }: AccountProof,
  proof: RoleProof,
): { named: Cell[]; answers: Record<ProofCase, Cell> } {
  const answers = Object.fromEntries(columns.map((column) => [column, answerCell(resultOf(proof, column))]));
  const named = [accountId, name, proof.party, roleTitle(proof.roleArn)];
  return { named, answers: answers as Record<ProofCase, Cell> };
}

function resultOf({ results }: RoleProof, name: ProofCase): ProofResult | undefined {
  return results.find((result) => result.case === name);
}

function answerCell(result: ProofResult | undefined): Cell {
  if (result === undefined) return "";
  const { expected, actual, method } = result;
  const text = `${actual}${method === "evaluated" ? "*" : ""}`;
  return expected === actual ? { text, tone: "good" } : { text: `WRONG: ${text}`, tone: "bad" };
}

/** What is wrong, a line a question, with the evidence. */
function findings(accounts: readonly AccountProof[]): TextPart[] {
  const lines = accounts.flatMap(({ accountId, name, proofs, failure }) => [
    ...(failure
      ? [`  ${name} (${accountId}): ${failure.message}`, ...(failure.instruction ? [`    ${failure.instruction}`] : [])]
      : []),
    ...proofs.flatMap(({ party, roleArn, results }) =>
      results
        .filter(({ expected, actual }) => expected !== actual)
        .map(
          (result) =>
            `  ${name} (${accountId}), ${party}, ${roleTitle(roleArn)}: ${caseNames[result.case]} is ${result.actual}: ${result.detail}`,
        ),
    ),
  ]);
  if (lines.length === 0) return [];
  return [
    {
      lines: [
        "Not proven:",
        ...lines,
        "  `cross-account drift` shows what was changed by hand, and with --repair puts it right.",
      ],
    },
  ];
}

function legend(accounts: readonly AccountProof[]): string[] {
  const evaluated = accounts.some(({ proofs }) =>
    proofs.some(({ results }) => results.some(({ method }) => method === "evaluated")),
  );
  return evaluated ? ["* read from the live trust policy, as there is no identity to ask STS with"] : [];
}

function summaryLine(fleet: string, accounts: readonly AccountProof[]): string {
  const proofs = accounts.flatMap((account) => account.proofs);
  const failed = accounts.filter(({ state }) => state === "failed").length;
  const unknown = failed > 0 ? `; nothing is known of ${count(failed, "account")}` : "";
  if (proofs.length === 0) return `There is no role to be proven in the fleet ${fleet}${unknown}.`;
  const proven = proofs.filter((proof) => proof.proven).length;
  const sources = describeSources(proofs.flatMap(({ results }) => results));
  return `${proven} of ${proofs.length} roles open for the right party alone: ${sources}${unknown}.`;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
