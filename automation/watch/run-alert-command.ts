import { execFile } from "node:child_process";

const defaultTimeoutMs = 30_000;

/**
 * Runs a program that gets an alert on its standard input, without a shell.
 *
 * @throws Error when it cannot be started, fails, or takes longer than 30 seconds.
 */
export function runAlertCommand(
  body: string,
  [program = "", ...args]: readonly string[],
  timeoutMs: number = defaultTimeoutMs,
): Promise<void> {
  const options = { timeout: timeoutMs, killSignal: "SIGKILL" } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, options, (error) => {
      if (error === null) return resolve();
      // The error itself holds the whole command line.
      const { code, killed } = error;
      const reason =
        code === "ENOENT"
          ? "was not found; name a program on PATH, or its path"
          : killed
            ? `did not end within ${timeoutMs / 1000} s`
            : `failed (${code ?? error.signal})`;
      reject(new Error(`the program ${program} ${reason}`));
    });
    // A program that does not read to the end has closed its side.
    child.stdin?.on("error", () => undefined).end(body);
  });
}
