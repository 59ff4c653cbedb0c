/** What is wrong at one place of an input: a path such as `grants[0].token`, and the problem in words. */
export interface InputProblem {
  path: string;
  message: string;
  /** Where it is in the file, both counted from 1. */
  line?: number;
  column?: number;
}

/** Thrown when an input cannot be used; all its problems at once, nothing was changed. Exit code 1. */
export class InputError extends Error {
  constructor(
    readonly subject: string,
    readonly problems: InputProblem[],
  ) {
    super(`${subject}: ${problems.map((problem) => `${problem.path}: ${problem.message}`).join("; ")}`);
    this.name = "InputError";
  }
}

/** Thrown when a person stopped something before it changed anything. Exit code 130. */
export class CancelledError extends Error {
  constructor(message = "Cancelled: nothing was changed.") {
    super(message);
    this.name = "CancelledError";
  }
}

/** Thrown when a guard refuses to go on, such as a cap on accounts or deletes; nothing was changed. Exit code 3. */
export class RefusedError extends Error {
  constructor(
    message: string,
    readonly instruction: string,
    /** What led to it, a sentence each, where it is more than one thing. */
    readonly reasons: readonly string[] = [],
  ) {
    super(message);
    this.name = "RefusedError";
  }
}
