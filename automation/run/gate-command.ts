import { execFile } from "node:child_process";
import { createRedactor } from "../engine/redaction";

const defaultTimeoutMs = 10 * 60_000;
const longestOutputBytes = 1024 * 1024;

/** What a gate's program is run with. */
export interface GateCommandOptions {
  /** What the program is told of the run, beside the environment of this process. */
  facts: Record<string, string>;
  /** Default: that of this process. */
  folder?: string | undefined;
  timeoutMs?: number | undefined;
  signal: AbortSignal;
}

/**
 * Runs the program of a gate, without a shell, and says why the gate stays shut; nothing when it opened it with exit code 0. When the signal
 * is aborted the program is ended.
 */
export function runGateCommand(
  [program = "", ...args]: readonly string[],
  { facts, folder, timeoutMs = defaultTimeoutMs, signal }: GateCommandOptions,
): Promise<string | undefined> {
  const env = { ...process.env, ...facts };
  const options = {
    env,
    cwd: folder,
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    maxBuffer: longestOutputBytes,
    signal,
  } as const;
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(undefined);
      // The error itself holds the whole command line, so it is not passed on.
      const said = createRedactor(env)(lastLine(stderr) || lastLine(stdout));
      resolve(`${program} ${problemOf(error, timeoutMs)}${said === "" ? "" : `: ${said}`}`);
    });
    child.stdin?.end();
  });
}

function problemOf({ code, killed, signal }: Parameters<Callback>[0] & object, timeoutMs: number): string {
  if (code === "ENOENT") return "was not found";
  if (code === "EACCES") return "may not be executed";
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return "printed more than a program of a gate may";
  if (killed) return `did not end within ${timeoutMs / 1000} s`;
  return signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
}

type Callback = NonNullable<Parameters<typeof execFile>[3]>;

function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").trim().slice(0, 300);
}
