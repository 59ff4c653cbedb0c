import "./quiet-sdk";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import { locatePulumi } from "../../automation/engine/locate-pulumi";
import { type Sandbox, startSandbox } from "./sandbox";
import { packageRoot } from "./source-folder";
import { describeOrganization, heading, say } from "./words";

/** `npm run sandbox`: leaves the sandbox running until Ctrl-C, and says how to point other programs at it. */
async function main(): Promise<void> {
  const stopped = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  const dir = path.join(packageRoot(), ".cross-account", "sandbox");
  const sandbox = await startSandbox({ dir, onProgress: say });
  try {
    heading("The sandbox runs");
    describeOrganization(sandbox);
    explainUse(sandbox, await writeEnvironmentFile(sandbox));
    await stopped;
  } finally {
    say("Stopping; what you made is kept for the next start.");
    await sandbox.close();
  }
}

/** Writes the variables of the sandbox as a file a shell can read. */
async function writeEnvironmentFile(sandbox: Sandbox): Promise<string> {
  const file = path.join(sandbox.dir, "env.sh");
  const exports = Object.entries(sandbox.env).map(([name, value]) => `export ${name}=${quote(value)}`);
  const command = `cross-account() { node ${quote(path.join(packageRoot(), "dist/automation/cli/main.js"))} "$@"; }`;
  await writeFile(file, `${[...exports, await findPulumi(), command].join("\n")}\n`, { mode: 0o600 });
  return file;
}

/** The CLI that set-up built is on nobody's PATH yet, and the fleet takes this very one. */
async function findPulumi(): Promise<string> {
  const { command } = await locatePulumi();
  return `export PATH=${quote(path.dirname(command))}:"$PATH"`;
}

function explainUse(sandbox: Sandbox, environmentFile: string): void {
  heading("In another terminal");
  say(`  . ${environmentFile}`);
  say(`  cd ${sandbox.dir}`);
  say("");
  say("  cross-account plan                  # what would be done, to which accounts");
  say("  cross-account up                    # do it; fleet.yaml lies in this folder");
  say(
    "  aws sts get-caller-identity         # the AWS CLI, as the hub; --profile spot, spacelift or stranger plays another party",
  );
  say("  pulumi stack ls --all               # the stacks the fleet made, one an account");
  heading("Ctrl-C stops it");
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
