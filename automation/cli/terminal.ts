import { createRedactor } from "../engine/redaction";

/** All the CLI knows of the world it prints to and asks; tests put a capturing one in its place. */
export interface Terminal {
  /** Results: what a verb was asked for. */
  print(text: string): void;
  /** Everything else: progress, remarks, errors. */
  remark(text: string): void;
  /** True when a person can be asked. */
  canAsk: boolean;
  /** How many lines can be redrawn; 0 where none can. */
  redrawableLines: number;
  hasColour: boolean;
  /** Width of what results are printed to; absent where lines may be of any length, as in a file or pipe. */
  columns?: number;
  /** Asks yes or no; `undefined` when the person pressed Ctrl-C. */
  confirm(question: string): Promise<boolean | undefined>;
}

/** The terminal of this process. Secrets of the environment are hidden in whatever is printed. */
export function processTerminal(env: NodeJS.ProcessEnv = process.env): Terminal {
  const { stdout, stderr, stdin } = process;
  const redact = createRedactor(env);
  for (const stream of [stdout, stderr]) outliveReader(stream);
  return {
    print: (text) => void stdout.write(`${redact(text)}\n`),
    remark: (text) => void stderr.write(`${redact(text)}\n`),
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    // Without a width, as on a terminal nobody looks at, lines could not be told apart.
    redrawableLines: stdout.isTTY && stdout.columns > 0 && env.TERM !== "dumb" && !env.CI ? stdout.rows - 1 : 0,
    hasColour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb",
    ...(stdout.isTTY && stdout.columns > 0 ? { columns: stdout.columns } : {}),
    confirm: askOnTerminal,
  };
}

/** Who reads may be gone, as with `| head` or a lost connection: what is in flight is finished all the same. */
function outliveReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

async function askOnTerminal(message: string): Promise<boolean | undefined> {
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message, initialValue: false, output: process.stderr });
  return isCancel(answer) ? undefined : answer;
}
