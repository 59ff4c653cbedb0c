import type { ProofCase, ProofResult } from "../model";
import { count } from "./text-report";

/** What each case of a proof is called in a text. */
export const caseNames: Record<ProofCase, string> = {
  "right-party": "right party",
  "wrong-principal": "wrong principal",
  "wrong-external-id": "wrong id",
  "previous-external-id": "previous id",
  "no-external-id": "no id",
  "wrong-account": "wrong account",
  "no-mfa": "no second factor",
  "role-gone": "role",
  "policies-gone": "policies",
  "vendor-account-gone": "vendor account",
};

/** Where answers are from, with their numbers: `3 answers of STS, 1 read from the live trust policy`. */
export function describeSources(answers: readonly ProofResult[]): string {
  return sourceNames
    .flatMap(([method, name]) => {
      const answered = answers.filter((answer) => answer.method === method).length;
      return answered > 0 ? name(answered) : [];
    })
    .join(", ");
}

const sourceNames: readonly [ProofResult["method"], (answers: number) => string][] = [
  ["sts", (answers) => `${count(answers, "answer")} of STS`],
  ["evaluated", (answers) => `${answers} read from the live trust policy`],
  ["looked-up", (answers) => `${answers} looked up`],
  ["recorded", (answers) => `${answers} recorded as gone with the account`],
];
