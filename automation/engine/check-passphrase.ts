import type { InputProblem } from "../errors";
import { isMissingStack } from "./missing-stack";
import { fitsSalt, readPassphrase } from "./passphrase";
import type { PulumiRunner } from "./pulumi-process";
import { RemoteState } from "./remote-state";
import type { StackPlace } from "./stack-verbs";
import { openStack } from "./stack-workspace";

/** Which stack is looked at, and with whose passphrase. */
export interface CheckPassphraseOptions {
  place: StackPlace;
  env: NodeJS.ProcessEnv;
  /** Starts the CLI when it is needed. */
  startRunner(): Promise<PulumiRunner>;
  workDir?: string;
}

/**
 * Whether the passphrase of the environment is the one that a stack was made with; nothing for a stack that does not tell, such as one
 * that is not there.
 */
export async function checkPassphrase(
  options: CheckPassphraseOptions,
): Promise<{ fits: true } | { fits: false; problem: InputProblem } | undefined> {
  const salt = await readSalt(options);
  if (salt === undefined) return undefined;
  const { text, source } = readPassphrase(options.env);
  if (await fitsSalt(text, salt)) return { fits: true };
  const { stackName } = options.place;
  const message = `the passphrase in ${source} is not the one that the state was made with, as the stack of ${stackName} tells: set it to that one`;
  return { fits: false, problem: { path: "state.secrets", message } };
}

async function readSalt({ place, startRunner, workDir }: CheckPassphraseOptions): Promise<string | undefined> {
  const { files, project, stackName } = place;
  if (files) {
    const state = await files.readState(project, stackName);
    return state?.checkpoint.latest?.secrets_providers?.state?.salt;
  }
  const runner = await startRunner();
  const program = async () => {};
  const opened = await openStack({ runner, project, stackName, program, env: {}, ...(workDir ? { workDir } : {}) });
  try {
    return (await new RemoteState(runner, opened, stackName).read()).secrets_providers?.state?.salt;
  } catch (error) {
    if (isMissingStack(error)) return undefined;
    throw error;
  } finally {
    await opened.dispose();
  }
}
