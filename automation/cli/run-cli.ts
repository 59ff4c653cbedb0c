import { CommanderError } from "commander";
import { exitCodes } from "./exit-code";
import { explainError } from "./explain-error";
import { listenForInterrupt, type PressSource } from "./interrupt";
import { type OpenTelemetry, openTelemetry } from "./open-telemetry";
import { createProgram } from "./program";
import type { Session } from "./session";
import type { Terminal } from "./terminal";
import type { CommonOptions } from "./verb-options";

/** What the CLI needs of the process it runs in. */
export interface CliOptions {
  /** Arguments without the executable and the script. */
  args: readonly string[];
  version: string;
  terminal: Terminal;
  presses: PressSource;
  /** Ends the process at once. */
  leave(): void;
}

/** Runs the CLI and answers its exit code; never rejects. */
export async function runCli({ args, version, terminal, presses, leave }: CliOptions): Promise<number> {
  const isRunning = (): boolean => session.isRunning;
  const session: Session = {
    terminal,
    interrupt: listenForInterrupt(presses, terminal, isRunning, leave),
    isRunning: false,
  };
  let exitCode: number = exitCodes.done;
  const program = createProgram(session, version, (code) => {
    exitCode = code;
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.remark(text.trimEnd()),
    });
  }
  let telemetry: OpenTelemetry | undefined;
  program.hook("preAction", async (_program, verb) => {
    telemetry = await openTelemetry(verb.opts<CommonOptions>().otel, process.env, terminal);
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    return reportError(error, args, terminal);
  } finally {
    await telemetry?.close();
    session.interrupt.release();
  }
}

function reportError(error: unknown, args: readonly string[], terminal: Terminal): number {
  const { exitCode, lines, report } = explainError(error);
  // Commander has said already what is wrong with the arguments.
  if (!(error instanceof CommanderError)) for (const line of lines) terminal.remark(line);
  if (args.includes("--json")) terminal.print(JSON.stringify(report, undefined, 2));
  if (report.kind !== "unexpected") return exitCode;
  if (args.includes("--debug")) terminal.remark(stackOf(error));
  else terminal.remark("Add --debug to see where this comes from.");
  return exitCode;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\nCaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
