import { type Command, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../fleet/duration";
import { type ChangingOptions, collectNames } from "./verb-options";

/** Options of `rotate`. */
export interface RotateCommandOptions extends ChangingOptions {
  olderThan: string;
  party?: string[];
}

/** Adds what chooses the external ids to rotate. */
export function withRotateOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--older-than <span>", "only external ids that old, such as 30m, 12h or 90d; 0m for all")
        .default("1h", "1h, so that a run that was interrupted does not begin anew")
        .argParser(checkDuration),
    )
    .option(
      "--party <parties>",
      "only external ids of these parties, separated by commas; may be repeated",
      collectNames("party"),
    );
}

function checkDuration(value: string): string {
  if (parseDuration(value) === undefined) throw new InvalidArgumentError("It must be like 30m, 12h or 90d.");
  return value;
}
