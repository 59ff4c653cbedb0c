import "./quiet-sdk";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Sandbox, startSandbox } from "./sandbox";
import { packageRoot } from "./source-folder";
import { describeOrganization, heading } from "./words";

/**
 * `npm start`: brings up an AWS Organization and a Spot API on this machine, onboards every active account with the real
 * CLI, proves the trust, and takes everything down again.
 */
async function tour(): Promise<number> {
  const dir = await mkdtemp(path.join(tmpdir(), "cross-account-tour-"));
  let sandbox: Sandbox | undefined;
  try {
    heading("1. An AWS Organization and a Spot API, on this machine");
    sandbox = await startSandbox({ dir });
    describeOrganization(sandbox);
    heading("2. What would be done: cross-account plan");
    const planned = await crossAccount(sandbox, ["plan"]);
    if (planned !== 0) return planned;
    heading("3. Onboard every active account and prove each role: cross-account up");
    const onboarded = await crossAccount(sandbox, ["up", "--yes"]);
    if (onboarded !== 0) return onboarded;
    heading("4. The organization, Spot and the roles side by side: cross-account status");
    const looked = await crossAccount(sandbox, ["status"]);
    heading("Everything is taken down again; `npm run sandbox` leaves it running for you to play with");
    return looked;
  } finally {
    await sandbox?.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Runs the command as a person would, in a process of its own, and answers its exit code. */
function crossAccount(sandbox: Sandbox, args: string[]): Promise<number> {
  const main = path.join(packageRoot(), "dist", "automation", "cli", "main.js");
  const child = spawn(process.execPath, [main, ...args, sandbox.fleetFile], {
    stdio: "inherit",
    cwd: sandbox.dir,
    env: { ...process.env, ...sandbox.env },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

// The terminal sends Ctrl-C to the command too: it stops its work and exits, and the tour then takes everything down.
process.on("SIGINT", () => undefined);

tour().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
