import { runCli } from "../../automation/cli/run-cli";
import { processTerminal } from "../../automation/cli/terminal";
import * as handlers from "../../providers/handlers";
import { spotAccountHandler } from "../../providers/spot/account";
import { createSpotClient } from "../../providers/spot/client";

/**
 * The command with find-or-create turned off: it makes a vendor account without looking for one. Only tests can start it,
 * as it is no part of the package, and no setting of the command leads here.
 */
const blind = spotAccountHandler((options) => {
  const client = createSpotClient({ ...options, pace: { retries: 0, firstDelayMs: 1, maxDelayMs: 1 } });
  return { ...client, listAccounts: async () => [] };
});

const { createHandler } = handlers;
Object.assign(handlers, {
  createHandler: (kind: string, options?: handlers.HandlerOptions) => {
    const whole = createHandler(kind, options);
    return kind === "SpotAccount" ? { ...whole, create: blind.create } : whole;
  },
});

runCli({
  args: process.argv.slice(2),
  version: "broken",
  terminal: processTerminal(),
  presses: process,
  leave: () => process.exit(130),
}).then((exitCode) => process.exit(exitCode));
