import * as pulumi from "@pulumi/pulumi";
import { TrustError, type TrustProblem } from "./trust/trust-problem";

type Rule<T> = (value: T) => string | undefined;

/**
 * Checks the inputs of one component: plain values when it is constructed, all problems at once; outputs when they are known.
 *
 * A bad output is an error of the update, told to the engine, and goes on to the provider, which refuses it. It must not reject:
 * what waits for a resource whose inputs rejected waits for ever, and an inline program with it (pulumi/pulumi#20263).
 *
 * @internal
 */
export class InputCheck {
  private readonly problems: TrustProblem[] = [];

  constructor(
    private readonly component: string,
    private readonly name: string,
    private readonly resource: pulumi.Resource,
  ) {}

  /** Checks one input and hands it on; a plain bad value is kept for {@link assertNone}, an output is told of when it is known. */
  value<T>(path: string, input: pulumi.Input<T>, rule: Rule<T>): pulumi.Input<T> {
    if (!isPlain(input)) {
      return pulumi.output(input).apply(async (value) => {
        const problem = rule(value as T);
        await this.reportLate(problem === undefined ? [] : [{ path, message: problem }]);
        return value as T;
      });
    }
    const problem = rule(input as T);
    if (problem !== undefined) {
      this.problems.push({ path, message: problem });
    }
    return input;
  }

  /** Checks one input that may be left out. */
  optional<T>(path: string, input: pulumi.Input<T> | undefined, rule: Rule<T>): pulumi.Input<T> | undefined {
    return input === undefined ? undefined : this.value(path, input, rule);
  }

  /** Checks each of a list of inputs. */
  each<T>(path: string, inputs: readonly pulumi.Input<T>[], rule: Rule<T>): pulumi.Input<T>[] {
    return inputs.map((input, index) => this.value(`${path}[${index}]`, input, rule));
  }

  /** Writes policy documents; what is refused in them becomes problems of the input. */
  documents(path: string, write: () => pulumi.Input<string>[]): pulumi.Input<string>[] {
    try {
      return write();
    } catch (error) {
      if (!(error instanceof TrustError)) {
        throw error;
      }
      this.report(error.problems.map((problem) => ({ ...problem, path: problem.path === "" ? path : problem.path })));
      return [];
    }
  }

  /** Adds problems found elsewhere, all of plain values. */
  report(problems: readonly TrustProblem[]): void {
    this.problems.push(...problems);
  }

  /** Tells the engine of problems that show only now that outputs are known; the update fails with them. */
  async reportLate(problems: readonly TrustProblem[]): Promise<void> {
    if (problems.length > 0) {
      await pulumi.log.error(this.describe(problems), this.resource);
    }
  }

  /** Throws `pulumi.InputPropertiesError` with every problem found in plain values, before anything is registered. */
  assertNone(): void {
    if (this.problems.length > 0) {
      throw new pulumi.InputPropertiesError({
        message: this.describe(this.problems),
        errors: this.problems.map(({ path, message }) => ({ propertyPath: path, reason: message })),
      });
    }
  }

  private describe(problems: readonly TrustProblem[]): string {
    const list = problems.map(({ path, message }) => `${path}: ${message}`).join("\n  ");
    return `${this.component} "${this.name}" has inputs that cannot be used:\n  ${list}`;
  }
}

/** True for a value that holds no output and no promise, at any depth. @internal */
export function isPlain(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return false;
  }
  if (Array.isArray(value)) {
    return value.every(isPlain);
  }
  return typeof value !== "object" || value === null || Object.values(value).every(isPlain);
}
