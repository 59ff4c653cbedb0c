import { execFile } from "node:child_process";
import { access, constants, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "./cache-folder";

/** The version of the Pulumi CLI this package is tested with; any later version 3 fits too. */
export const pulumiVersion = "3.246.0";

const oldestMinor = 246;
const probeTimeoutMs = 60_000;

/** A Pulumi CLI on this machine. */
export interface PulumiInstallation {
  /** Absolute path of the executable; the plugins bundled with it lie beside it. */
  command: string;
  /** Without a leading `v`, for example `3.246.0`. */
  version: string;
}

/**
 * Finds a Pulumi CLI of version 3.246 or later: on `PATH`, else in `~/.pulumi/versions`, else where set-up builds one.
 *
 * @param env Environment whose `PATH`, `HOME` and `XDG_CACHE_HOME` count. Default: that of this process.
 * @throws Error naming what was found and why it does not fit, and the official installer.
 */
export async function locatePulumi(env: NodeJS.ProcessEnv = process.env): Promise<PulumiInstallation> {
  const refused: string[] = [];
  for (const command of await candidates(env)) {
    const found = await probe(command);
    if ("version" in found) return found;
    refused.push(`  - ${command}: ${found.problem}`);
  }
  throw new Error(
    [
      `No Pulumi CLI of version 3.${oldestMinor} or later was found on PATH, in ~/.pulumi/versions or in ${builtPulumiFolder(env)}.`,
      ...refused,
      "Install it as pulumi.com/docs/install describes (curl -fsSL https://get.pulumi.com | sh), then run this again.",
    ].join("\n"),
  );
}

/** Folder in the user's cache where set-up puts a Pulumi CLI it had to build: `bin/pulumi` and its plugins. */
export function builtPulumiFolder(env: NodeJS.ProcessEnv = process.env): string {
  return path.join(cacheFolder(env), `pulumi-${pulumiVersion}`);
}

/** Executables that may be a Pulumi CLI, the preferred one first. */
export async function candidates(env: NodeJS.ProcessEnv): Promise<string[]> {
  const executable = process.platform === "win32" ? "pulumi.exe" : "pulumi";
  const onPath = (env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const versions = path.join(env.HOME || homedir(), ".pulumi", "versions");
  const installed = (await readdir(versions).catch(() => [])).sort(newestFirst);
  const folders = [
    ...onPath,
    ...installed.map((version) => path.join(versions, version, "bin")),
    path.join(builtPulumiFolder(env), "bin"),
  ];
  const commands = [...new Set(folders)].map((folder) => path.join(folder, executable));
  const executables = await Promise.all(commands.map(isExecutable));
  return commands.filter((_command, index) => executables[index]);
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, "en", { numeric: true });
}

async function probe(command: string): Promise<PulumiInstallation | { problem: string }> {
  try {
    const { stdout } = await promisify(execFile)(command, ["version"], {
      timeout: probeTimeoutMs,
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    const [, version, major, minor] = /^v?((\d+)\.(\d+)\.\d+\S*)/.exec(stdout.trim()) ?? [];
    if (version === undefined) return { problem: "it does not tell its version" };
    if (Number(major) !== 3 || Number(minor) < oldestMinor) return { problem: `its version is ${version}` };
    return { command, version };
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
}
