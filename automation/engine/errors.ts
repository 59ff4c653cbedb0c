import type { Failure } from "../model";
import { crashInstruction, knownTexts } from "./known-texts";
import { PulumiProcessError } from "./pulumi-process";
import { resourceName, resourceType, type StackDiagnostic } from "./stack-events";
import type { StopReason } from "./watchdog";

/** Thrown by the engine when an operation on one account's stack failed; `failure` says it to a person. */
export class OperationError extends Error {
  constructor(
    readonly failure: Failure,
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
    this.name = "OperationError";
  }
}

/** What is known about an operation that did not succeed. */
export interface OperationEvidence {
  /** What was thrown. */
  error: unknown;
  /** Errors the engine told while the operation ran. */
  diagnostics: readonly StackDiagnostic[];
  /** Why the operation was asked to stop, when it was. */
  stopped?: StopReason;
}

/** How many resources' errors one message names. */
const mostErrors = 3;

/** Finds the class of a failure and the words for it: those of the resource or program, not the CLI's whole output. */
export function explainFailure({ error, diagnostics, stopped }: OperationEvidence): Failure {
  if (stopped?.kind === "cancelled") return { kind: "cancelled", message: cancelledMessage(error) };
  if (stopped?.kind === "timeout") return timeoutFailure(stopped.afterMs);
  const resourceErrors = diagnostics.filter(({ urn }) => urn !== undefined);
  if (resourceErrors.length > 0) return resourceFailure(resourceErrors);
  if (stopped?.kind === "fault") return crashFailure(`The program crashed: ${messageOf(stopped.error)}`);
  const programErrors = diagnostics.filter(
    ({ message }) => message !== "update failed" && message !== "preview failed",
  );
  const text = textOf(error, programErrors);
  const known = knownTexts.find(({ pattern }) => pattern.test(text));
  if (known?.kind === "crash") return crashFailure(crashMessage(text));
  if (known) return { kind: known.kind, message: text, instruction: known.instruction };
  if (programErrors.length > 0) return { kind: "program", message: text };
  return { kind: "unknown", message: text };
}

/** The failure an error stands for, whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OperationError) return error.failure;
  if (error instanceof Error && error.name === "AbortError") return { kind: "cancelled", message: "It was cancelled." };
  return { kind: "unknown", message: messageOf(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function cancelledMessage(error: unknown): string {
  const killed = error instanceof PulumiProcessError && error.signal === "SIGKILL";
  return killed
    ? "It was cancelled and had to be killed, as it did not end in time; the next run repeats what was in flight."
    : "It was cancelled; what was in flight has ended and is recorded.";
}

function timeoutFailure(afterMs: number): Failure {
  return {
    kind: "timeout",
    message: `It did not end within ${Math.round(afterMs / 1000)} s and was stopped.`,
    instruction: "Run again: what was done is recorded. Allow more time if it is really needed.",
  };
}

function resourceFailure(errors: readonly StackDiagnostic[]): Failure {
  const told = errors.slice(0, mostErrors).map(({ urn = "", message }) => `${resourceName(urn)}: ${message}`);
  const more = errors.length > mostErrors ? [`and ${errors.length - mostErrors} more`] : [];
  const known = knownTexts.find(({ kind, pattern }) => kind === "plugin" && pattern.test(told.join("\n")));
  const kind = known?.kind ?? kindOfResource(errors[0]?.urn ?? "");
  return { kind, message: [...told, ...more].join("; "), ...(known ? { instruction: known.instruction } : {}) };
}

function kindOfResource(urn: string): string {
  const type = resourceType(urn);
  if (/^(pulumi:providers:)?aws(:|$)/.test(type)) return "aws";
  if (/^(pulumi:providers:)?pulumi-nodejs(:|$)/.test(type)) return "vendor";
  return "program";
}

function textOf(error: unknown, programErrors: readonly StackDiagnostic[]): string {
  if (programErrors.length > 0) return programErrors.map(({ message }) => message).sort(shortestFirst)[0] ?? "";
  if (!(error instanceof PulumiProcessError)) return messageOf(error);
  const ending = error.signal
    ? `The Pulumi CLI was ended by ${error.signal}.`
    : `The Pulumi CLI ended with exit code ${error.exitCode}.`;
  return firstError(`${error.stderr}\n${error.stdout}`) ?? `${ending} ${error.stderr.trim()}`.trim();
}

// The CLI writes `error: ` and what went wrong, then an empty line before anything else.
function firstError(output: string): string | undefined {
  const told = output.split(/^\s*error: /m)[1];
  return told?.split(/\n\s*\n/)[0]?.trim();
}

// The same error is told twice, once with its stack; the short form is the one to read.
function shortestFirst(a: string, b: string): number {
  return a.length - b.length;
}

function crashFailure(message: string): Failure {
  return { kind: "crash", message, instruction: crashInstruction };
}

function crashMessage(text: string): string {
  return text.replace(/^One or more errors occurred:?\s*/, "The program crashed: ");
}
