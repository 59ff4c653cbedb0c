#!/usr/bin/env node
import "../engine/late-modules";
import { exitCodes } from "./exit-code";
import { runCli } from "./run-cli";
import { processTerminal } from "./terminal";

// The SDK's notice about Node 20 is for who maintains a program, not for who runs this one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const { version } = require("pulumi-cross-account/package.json") as { version: string };

runCli({
  args: process.argv.slice(2),
  version,
  terminal: processTerminal(),
  presses: process,
  leave: () => process.exit(exitCodes.cancelled),
}).then(async (exitCode) => {
  process.exitCode = exitCode;
  // What is written to a pipe must be through before the process may end.
  await Promise.all([process.stdout, process.stderr].map(drained));
  process.exit(exitCode);
});

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}
