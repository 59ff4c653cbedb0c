import type { ManagingOutcome } from "../../components/managing-outcome";
import type { GrantOutcome } from "../model";
import { type AskStackOptions, askStack } from "./ask-stack";
import { grantsFrom } from "./captured-program";
import type { StackState } from "./file-backend";
import { isMissingStack } from "./missing-stack";

/** What the last `up` of a stack gave, from its output `grants`; the CLI is asked only where the state is not a plain file. */
export async function readRecordedGrants(options: AskStackOptions): Promise<GrantOutcome[]> {
  return grantsFrom(new Map([["grants", await readRecordedOutput(options, "grants")]]));
}

/** What the last `up` of a stack made of managing sides, from its output `managing`. */
export async function readRecordedManaging(options: AskStackOptions): Promise<ManagingOutcome[]> {
  const sides = await readRecordedOutput(options, "managing");
  return Array.isArray(sides) ? sides.filter(isManaging).map(onlyManagingFields) : [];
}

async function readRecordedOutput(options: AskStackOptions, name: "grants" | "managing"): Promise<unknown> {
  const { files, project, stackName } = options.place;
  if (files && !(await files.exists(project, stackName))) return undefined;
  const state = await files?.readState(project, stackName);
  const known = state && outputsOf(state);
  // An output that depends on a secret is recorded as one, encrypted.
  if (known && (known[name] === undefined || Array.isArray(known[name]))) return known[name];
  return (await askForOutputs(options, state))[name];
}

function isManaging(value: unknown): value is ManagingOutcome {
  return typeof (value as Partial<ManagingOutcome> | undefined)?.party === "string";
}

function onlyManagingFields({ party, principalArn, accessKeyId, bucketName }: ManagingOutcome): ManagingOutcome {
  return {
    party,
    ...(principalArn === undefined ? {} : { principalArn }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(bucketName === undefined ? {} : { bucketName }),
  };
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
