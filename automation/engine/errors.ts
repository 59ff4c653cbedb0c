import type { Failure } from "../model";

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

/** The failure an error stands for, whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OperationError) return error.failure;
  if (error instanceof Error && error.name === "AbortError") return { kind: "cancelled", message: "It was cancelled." };
  return { kind: "unknown", message: error instanceof Error ? error.message : String(error) };
}
