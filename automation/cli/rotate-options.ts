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
  return addParty(addOlderThan(command, "1h"));
}

/** Adds how old an external id has to be. */
export function addOlderThan(command: Command, byDefault?: string): Command {
  const option = new Option("--older-than <span>", "only external ids that old, such as 30m, 12h or 90d; 0m for all");
  if (byDefault) option.default(byDefault, `${byDefault}, so that a run that was interrupted does not begin anew`);
  return command.addOption(option.argParser(checkDuration));
}

/** Adds whose external ids. */
export function addParty(command: Command): Command {
  return command.option(
    "--party <parties>",
    "only external ids of these parties, separated by commas; may be repeated",
    collectNames("party"),
  );
}

function checkDuration(value: string): string {
  if (parseDuration(value) === undefined) throw new InvalidArgumentError("It must be like 30m, 12h or 90d.");
  return value;
}
