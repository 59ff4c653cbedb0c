import { PulumiProcessError } from "./pulumi-process";

/** Whether the CLI said that there is no such stack. */
export function isMissingStack(error: unknown): boolean {
  return error instanceof PulumiProcessError && /no stack named .* found/.test(error.stderr);
}
