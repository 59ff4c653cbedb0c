import { spawn } from "node:child_process";
import * as path from "node:path";
import { packageRoot } from "../../examples/sandbox/source-folder";

/** What a run of the command left behind. */
export interface CommandResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** How to run the command; everything has a default. */
export interface CommandOptions {
  cwd?: string;
  /** Path of another program than the command, under the package's root. */
  script?: string;
  /** Replaces variables of this process; `undefined` takes one away. */
  env?: Record<string, string | undefined>;
  /** Called with the process as soon as it runs. */
  onStart?: (pid: number, kill: (signal: NodeJS.Signals) => void) => void;
  /** Told what comes on standard error, as it comes. */
  onRemark?: (text: string) => void;
}

/** Runs `cross-account` as a person would: a process of its own, from the compiled package. */
export function crossAccount(args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { script = "dist/automation/cli/main.js" } = options;
  return runCommand(process.execPath, [path.join(packageRoot(), script), ...args], options);
}

/** Runs a command to its end and answers what it printed; a failure is an answer too, not an error. */
export function runCommand(command: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1", ...options.env };
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
  const child = spawn(command, args, { cwd: options.cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output.stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    output.stderr += chunk;
    options.onRemark?.(chunk);
  });
  if (child.pid !== undefined) options.onStart?.(child.pid, (signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, ...output }));
  });
}
