import type { z } from "zod";
import { VendorError } from "./vendor-error";

/** What is wrong with an answer that the vendor calls a success. */
export interface AnswerProblem {
  problem: string;
  /** The first field that is not as expected. */
  field?: string | undefined;
}

/** What a schema found wrong with an answer, all of it. */
export function problemsOf(error: z.ZodError, under: readonly string[] = []): AnswerProblem {
  const problems = error.issues.map(({ path, message }) => ({ field: [...under, ...path].join("."), message }));
  const problem = problems.map(({ field, message }) => `${field}: ${message}`).join("; ");
  return { problem, field: problems[0]?.field };
}

/** The error of an answer with status 200 that cannot be read; whether the vendor did what was asked is unknown. */
export function unexpectedAnswer(
  { problem, field }: AnswerProblem,
  {
    asked,
    expected,
    advice,
    requestId,
  }: { asked: string; expected: string; advice: string; requestId: string | undefined },
): VendorError {
  const named = requestId ? ` (request ${requestId})` : "";
  return new VendorError({
    message: `${asked} with 200, but not as ${expected}: ${problem}${named}. ${advice}`,
    code: "UNEXPECTED_ANSWER",
    status: 200,
    ...(field ? { field } : {}),
    ...(requestId ? { requestId } : {}),
    retryable: false,
    outcome: "unknown",
  });
}
