import { CommanderError } from "commander";
import { OperationError } from "../engine/errors";
import { CancelledError, InputError, type InputProblem, RefusedError } from "../errors";
import type { ErrorReport } from "../report/report-schemas";
import { count } from "../report/text-report";
import { exitCodes } from "./exit-code";

/** An error as the CLI tells it: to a person, to a program, and by its exit code. */
export interface ExplainedError {
  exitCode: number;
  lines: string[];
  report: ErrorReport;
}

/** Puts an error into words for the person who reads it; no stack trace. */
export function explainError(error: unknown): ExplainedError {
  if (error instanceof InputError) return explainInput(error);
  if (error instanceof RefusedError) {
    const { message, instruction, reasons } = error;
    const lines = [`Refused: ${message}`, ...reasons.map((reason) => `  ${reason}`), instruction];
    const told = reasons.length > 0 ? { reasons: [...reasons] } : {};
    return explain("refused", exitCodes.refused, lines, { message, ...told, instruction });
  }
  if (error instanceof CommanderError) {
    return explain("input", exitCodes.badInput, [error.message], { message: error.message });
  }
  if (error instanceof CancelledError || (error instanceof Error && error.name === "AbortError")) {
    const { message } = error instanceof CancelledError ? error : new CancelledError();
    return explain("cancelled", exitCodes.cancelled, [message], { message });
  }
  const { message, instruction } = describeUnexpected(error);
  const advice = instruction === undefined ? [] : [instruction];
  return explain("unexpected", exitCodes.badInput, [`It did not work: ${message}`, ...advice], {
    message,
    ...(instruction === undefined ? {} : { instruction }),
  });
}

function explainInput({ subject, problems }: InputError): ExplainedError {
  const message = `${subject}: ${count(problems.length, "problem")}, nothing was changed`;
  return explain("input", exitCodes.badInput, [`${message}.`, ...problems.map(problemLine)], { message, problems });
}

function problemLine({ path, message, line, column }: InputProblem): string {
  const place = line === undefined ? "" : `${line}:${column ?? 1}  `;
  return `  ${place}${path}: ${message}`;
}

function describeUnexpected(error: unknown): { message: string; instruction?: string } {
  if (error instanceof OperationError) return error.failure;
  if (error instanceof Error) return { message: error.message || error.name };
  return { message: String(error) };
}

function explain(
  kind: ErrorReport["kind"],
  exitCode: number,
  lines: string[],
  facts: Pick<ErrorReport, "message" | "problems" | "reasons" | "instruction">,
): ExplainedError {
  return { exitCode, lines, report: { report: "error", version: 1, kind, ...facts } };
}
