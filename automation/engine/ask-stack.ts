import type { StackState } from "./file-backend";
import type { PulumiRunner } from "./pulumi-process";
import { makeReadable } from "./repair-stack";
import type { StackPlace } from "./stack-verbs";
import { openStack, settingsFrom } from "./stack-workspace";

/** How a stack is asked something, or told something that needs no program. */
export interface AskStackOptions {
  place: StackPlace;
  /** Starts the CLI when it is needed. */
  startRunner(): Promise<PulumiRunner>;
  workDir?: string;
  signal?: AbortSignal;
}

/** Runs one command of the CLI about a stack and answers what it prints. */
export async function askStack(
  { place, startRunner, workDir, signal }: AskStackOptions,
  state: StackState | undefined,
  args: readonly string[],
): Promise<string> {
  const { project, stackName, files } = place;
  if (files) await makeReadable(files, project, stackName, { onStep: () => undefined, ...(signal ? { signal } : {}) });
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
    const all = [...args, "--stack", stackName];
    const { stdout } = await runner.run(all, opened.folder, {}, undefined, undefined, signal);
    return stdout;
  } finally {
    await opened.dispose();
  }
}
