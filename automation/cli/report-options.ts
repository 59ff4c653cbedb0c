import type { Command } from "commander";
import type { CommonOptions } from "./verb-options";

/** Files that a run is written to. */
export interface ReportFileOptions {
  junit?: string;
  html?: string;
}

/** Options of `cross-account report`. */
export interface ReportCommandOptions extends CommonOptions, ReportFileOptions {
  run?: string;
  list: boolean;
  /** A file that `status --json` was written to; `true` to look now. */
  coverage?: string | true;
}

/** Adds the files that a run is written to. */
export function withReportFiles(command: Command): Command {
  return command
    .option("--junit <file>", "write the run as JUnit XML too, a test case an account")
    .option("--html <file>", "write the run as one HTML page too, that needs nothing else");
}

/** Adds what chooses the run, and what is told of it. */
export function withReportOptions(command: Command): Command {
  return withReportFiles(command)
    .option("--run <id>", "this run instead of the last one")
    .option("--list", "show all runs, newest first", false)
    .option(
      "--coverage [file]",
      "with --html: organization, roles and vendor accounts side by side too, looked at now or read from what `status --json` printed",
    );
}
