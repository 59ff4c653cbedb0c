import { type Command, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../fleet/duration";
import { withMaxDeletes } from "./verb-options";

/** Adds what only `watch` takes. */
export function withWatchOptions(command: Command): Command {
  return withMaxDeletes(command)
    .option("--once", "look once and end, for a schedule of one's own", false)
    .addOption(span("--every <time>", "time between two looks, such as 5m (default: watch.interval of the fleet file)"))
    .addOption(span("--drift-every <time>", "compare every account with AWS and the vendors this often, such as 12h"))
    .option("--repair", "put right what has drifted")
    .option("--offboard", "offboard accounts that the fleet file does not choose any more");
}

function span(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const milliseconds = parseDuration(text);
    if (!milliseconds) throw new InvalidArgumentError("It must be a span of time, such as 5m, 12h or 7d.");
    return milliseconds;
  });
}
