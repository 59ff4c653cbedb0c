/** What is wrong at one place of a policy: a path such as `statements[0].principals[1]`, and the problem in words. */
export interface TrustProblem {
  path: string;
  message: string;
}

/** Thrown when a policy cannot be used; all its problems at once. Nothing was changed. */
export class TrustError extends Error {
  constructor(
    readonly subject: string,
    readonly problems: TrustProblem[],
  ) {
    super(
      `${subject}: ${problems.map(({ path, message }) => (path === "" ? message : `${path} ${message}`)).join("; ")}`,
    );
    this.name = "TrustError";
  }
}
