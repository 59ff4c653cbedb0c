import type { GrantOutcome } from "../model";
import { grantsFrom } from "./captured-program";
import type { StackState } from "./file-backend";
import { isMissingStack } from "./missing-stack";
import type { PulumiRunner } from "./pulumi-process";
import type { StackPlace } from "./stack-operation";
import { openStack, settingsFrom } from "./stack-workspace";

/** How a stack's outputs are asked for. */
export interface RecordedGrantsOptions {
  place: StackPlace;
  /** Starts the CLI when it is needed. */
  startRunner(): Promise<PulumiRunner>;
  workDir?: string;
  signal?: AbortSignal;
}

/** What the last `up` of a stack gave, from its output `grants`; the CLI is asked only where the state is not a plain file. */
export async function readRecordedGrants(options: RecordedGrantsOptions): Promise<GrantOutcome[]> {
  const { files, project, stackName } = options.place;
  if (files && !(await files.exists(project, stackName))) return [];
  const state = await files?.readState(project, stackName);
  const known = state && outputsOf(state);
  // An output that depends on a secret is recorded as one, encrypted.
  if (known && (known.grants === undefined || Array.isArray(known.grants))) return grantsIn(known);
  return grantsIn(await askForOutputs(options, state));
}

function grantsIn(outputs: Record<string, unknown>): GrantOutcome[] {
  return grantsFrom(new Map(Object.entries(outputs)));
}

function outputsOf({ checkpoint }: StackState): Record<string, unknown> {
  const stack = checkpoint.latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
  return stack?.outputs ?? {};
}

async function askForOutputs(
  { place, startRunner, workDir, signal }: RecordedGrantsOptions,
  state: StackState | undefined,
): Promise<Record<string, unknown>> {
  const { project, stackName } = place;
  const runner = await startRunner();
  const opened = await openStack({
    runner,
    project,
    stackName,
    program: async () => {},
    env: {},
    settings: settingsFrom(state),
    ...(workDir ? { workDir } : {}),
  });
  try {
    const args = ["stack", "output", "--json", "--show-secrets", "--stack", stackName];
    return JSON.parse(await runner.ask(args, opened.folder, signal)) as Record<string, unknown>;
  } catch (error) {
    if (isMissingStack(error)) return {};
    throw error;
  } finally {
    await opened.dispose();
  }
}
