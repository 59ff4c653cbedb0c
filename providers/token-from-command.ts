import { execFile } from "node:child_process";
import { shorten } from "./answer-text";
import { TokenError } from "./token-error";

const defaultTimeoutMs = 30_000;
const longestOutputBytes = 64 * 1024;

// Shorter words of the output would turn up by chance in harmless text.
const shortestSecret = 6;

/**
 * Runs a program that prints a token, without a shell, and answers what it printed.
 *
 * @throws TokenError when it cannot be started, fails, or takes longer than 30 seconds. It carries what the program wrote to
 * standard error, without words that also stand in its output; never the output itself, and no arguments.
 */
export function readTokenFromCommand(
  [program = "", ...args]: readonly string[],
  { env, timeoutMs = defaultTimeoutMs }: { env: NodeJS.ProcessEnv; timeoutMs?: number },
): Promise<string> {
  const options = { env, timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: longestOutputBytes } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      // The error itself holds the whole command line, so it is not passed on.
      const told = withoutWordsOf(stdout, stderr);
      const said = told === "" ? "" : `: ${told}`;
      reject(new TokenError(`No vendor token: the command ${program} ${problemOf(error, timeoutMs)}${said}`));
    });
    // Nobody is there to answer a question.
    child.stdin?.end();
  });
}

function problemOf({ code, killed, signal }: Parameters<ExecCallback>[0] & object, timeoutMs: number): string {
  if (code === "ENOENT") return "was not found. Name a program on PATH, or its path";
  if (code === "EACCES") return "may not be executed. Make it executable";
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return "printed far more than a token";
  if (killed) return `did not end within ${timeoutMs / 1000} s. It must print the token without asking anybody`;
  return signal ? `was ended by ${signal}` : `failed with exit code ${code}`;
}

type ExecCallback = NonNullable<Parameters<typeof execFile>[3]>;

function withoutWordsOf(output: string, text: string): string {
  const words = [...new Set(output.split(/\s+/))].filter((word) => word.length >= shortestSecret);
  const hidden = words
    .sort((a, b) => b.length - a.length)
    .reduce((rest, word) => rest.replaceAll(word, "[hidden]"), text);
  return shorten(hidden.trim().slice(-300));
}
