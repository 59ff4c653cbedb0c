import { type Command, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../fleet/duration";
import type { Session } from "./session";
import { withCommonOptions, withExamples, withMaxDeletes, withMaxTargets, withRollout, withYes } from "./verb-options";
import type { WatchCommandOptions } from "./watch-command";

/** Adds `watch` with its options; its code is loaded only when it is called. */
export function addWatch(program: Command, session: Session, onEnd: (exitCode: number) => void): void {
  const command = withWatchOptions(withCommonOptions(program.command("watch")))
    .description(
      "Look at the fleet again and again: bring up accounts that appear or change, offboard those that left if that is wanted, alert when something fails and when it is over. Asks once.",
    )
    .action(async (file: string, options: WatchCommandOptions) => {
      const { watchCommand } = await import("./watch-command.js");
      onEnd(await watchCommand(session, file, options));
    });
  withExamples(command, [
    ["cross-account watch", "until Ctrl-C; what is in flight is finished"],
    ["cross-account watch --yes --every 10m --drift-every 12h", "as a service"],
    ["cross-account watch --yes --once --json", "by cron or a pipeline: exit code 2 while something is wrong"],
    ["cross-account watch --yes --offboard --max-deletes 3", "also what left, three accounts at most at a time"],
  ]);
}

function withWatchOptions(command: Command): Command {
  return withMaxDeletes(withMaxTargets(withRollout(withYes(command))))
    .option("--once", "look once and end, for a schedule of one's own", false)
    .addOption(span("--every <time>", "time between two looks, such as 5m. Default: watch.interval"))
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
