import { CapturingTerminal, run } from "../automation/cli/capturing-terminal";
import type { CommandResult } from "./cross-account";

let isRunning = false;

/**
 * Runs `cross-account` within this process, with the real engine and everything else, and these variables in its environment.
 *
 * A process of its own spends two seconds of CPU on loading and warming up; what only that can show is left to the stories
 * that start one.
 */
export async function crossAccountWithin(
  args: string[],
  env: Record<string, string | undefined>,
): Promise<CommandResult> {
  if (isRunning) throw new Error("The environment of this process is lent to one command at a time.");
  isRunning = true;
  const before = { ...process.env };
  setEnvironment({ ...before, NO_COLOR: "1", ...env });
  try {
    const terminal = new CapturingTerminal();
    const exitCode = await run(terminal, ...args);
    return { exitCode, stdout: terminal.out, stderr: terminal.err };
  } finally {
    setEnvironment(before);
    isRunning = false;
  }
}

function setEnvironment(variables: Record<string, string | undefined>): void {
  for (const name of Object.keys(process.env)) if (variables[name] === undefined) delete process.env[name];
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) process.env[name] = value;
}
