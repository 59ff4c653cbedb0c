import type { AccountOutcome } from "../model";
import { type AskStackOptions, askStack } from "./ask-stack";
import type { StackState } from "./file-backend";
import { isMissingStack } from "./missing-stack";
import { outcomeFrom } from "./outcome-from";

/** What the last `up` of a stack gave, from its outputs; the CLI is asked only where the state is not a plain file. */
export async function readRecordedOutcome(options: AskStackOptions): Promise<AccountOutcome> {
  const { files, project, stackName } = options.place;
  if (files && !(await files.exists(project, stackName))) return { grants: [] };
  const state = await files?.readState(project, stackName);
  const known = state && outputsOf(state);
  // An output that depends on a secret is recorded as one, encrypted.
  if (known && isPlain(known.grants) && isPlain(known.managing)) return outcomeIn(known);
  return outcomeIn(await askForOutputs(options, state));
}

function isPlain(output: unknown): boolean {
  return output === undefined || Array.isArray(output);
}

function outcomeIn(outputs: Record<string, unknown>): AccountOutcome {
  return outcomeFrom(new Map(Object.entries(outputs)));
}

function outputsOf({ checkpoint }: StackState): Record<string, unknown> {
  const stack = checkpoint.latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
  return stack?.outputs ?? {};
}

async function askForOutputs(
  options: AskStackOptions,
  state: StackState | undefined,
): Promise<Record<string, unknown>> {
  try {
    const stdout = await askStack(options, state, ["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(stdout) as Record<string, unknown>;
  } catch (error) {
    if (isMissingStack(error)) return {};
    throw error;
  }
}
