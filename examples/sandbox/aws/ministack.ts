import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import * as path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { sourceFolder } from "../source-folder";

/** How long the emulator may take to answer: half a second is usual, a cold disk takes some. */
const startLimitMs = 30_000;
/** How long it may take to save its state and end. */
const stopLimitMs = 5_000;

/** A running AWS emulator. */
export interface Ministack {
  /** Address of all AWS APIs, on loopback. */
  endpoint: string;
  pid: number;
  /** Saves the emulator's state into the sandbox folder and ends it; may be called again. */
  close(): Promise<void>;
}

/**
 * Starts the AWS emulator on a free loopback port and waits until it answers.
 *
 * Signatures, identity policies and trust policies are enforced. Everything it keeps, the log included, lies under `dir`:
 * started again there, it goes on where it was. It ends with this process, even when that is killed.
 *
 * @throws Error with the end of the emulator's log when it does not come up.
 */
export async function startMinistack(options: { python: string; dir: string }): Promise<Ministack> {
  const folder = path.join(options.dir, "ministack");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const logFile = path.join(folder, "ministack.log");
  const child = spawnLauncher(options.python, folder, logFile);
  const exited = once(child, "close");
  try {
    const signal = AbortSignal.timeout(startLimitMs);
    const port = await Promise.race([announcedPort(child, signal), failOnExit(exited)]);
    const endpoint = `http://127.0.0.1:${port}`;
    // The port is open before the server is ready: this one request waits for it.
    await Promise.race([fetch(`${endpoint}/_ministack/health`, { signal }), failOnExit(exited)]);
    return { endpoint, pid: child.pid ?? 0, close: () => stop(child, exited) };
  } catch (error) {
    await stop(child, exited);
    throw new Error(
      `The AWS emulator did not start: ${error instanceof Error ? error.message : error}\n${endOfLog(logFile)}` +
        `If it stays so, remove ${path.dirname(path.dirname(options.python))} and run this again: it is then installed anew.`,
      { cause: error },
    );
  }
}

function spawnLauncher(python: string, folder: string, logFile: string): ChildProcess {
  const log = openSync(logFile, "w", 0o600);
  try {
    return spawn(python, [sourceFolder("examples/sandbox/aws/launch_ministack.py")], {
      cwd: folder,
      env: ministackEnvironment(folder),
      stdio: ["pipe", log, log, "pipe"],
      // Ctrl-C in a terminal goes to this process alone, which then ends the emulator in order.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

function ministackEnvironment(folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    AUTH: "true",
    PERSIST_STATE: "1",
    STATE_DIR: path.join(folder, "state"),
    S3_DATA_DIR: path.join(folder, "s3"),
    TMPDIR: folder,
    // What would listen on fixed ports or reach for containers of this machine stays off.
    SFTP_ENABLED: "0",
    IOT_MTLS_ENABLED: "0",
    DOCKER_HOST: `unix://${path.join(folder, "no-docker.sock")}`,
  };
}

async function announcedPort(child: ChildProcess, signal: AbortSignal): Promise<number> {
  const lines = createInterface({ input: child.stdio[3] as Readable });
  const [line] = (await once(lines, "line", { signal })) as [string];
  return Number(line);
}

async function failOnExit(exited: Promise<unknown[]>): Promise<never> {
  const [code, signal] = await exited;
  throw new Error(`it ended with ${signal ? `signal ${signal}` : `exit code ${code}`}`);
}

async function stop(child: ChildProcess, exited: Promise<unknown[]>): Promise<void> {
  // The end of its standard input is its sign to save and end.
  child.stdin?.destroy();
  const overdue = setTimeout(() => child.kill("SIGKILL"), stopLimitMs);
  await exited.catch(() => undefined);
  clearTimeout(overdue);
}

function endOfLog(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n");
  return `${lines.slice(-12).join("\n")}\n`;
}
