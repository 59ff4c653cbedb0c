import { type ChildProcess, spawn } from "node:child_process";
import { type FileHandle, mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { PulumiInstallation } from "./locate-pulumi";
import { endSession } from "./process-session";
import { createRedactor, describeCommand } from "./redaction";

/** How long a process may take to end by itself once it was asked to, in milliseconds, unless told otherwise. */
export const defaultGraceMs = 120_000;

/** How a Pulumi CLI process is run. */
export interface PulumiProcessOptions {
  /** Environment of every process, under what the Automation API adds. Default: that of this process. */
  env?: NodeJS.ProcessEnv;
  /**
   * How long a process may take to end by itself once it was asked to, in milliseconds; then it is killed. Default:
   * 120,000, as a vendor resource retries for up to 90 seconds and an interrupted create leaves more to repair.
   */
  graceMs?: number;
  /** How long a process that changes nothing may take, in milliseconds. Default: 300,000. */
  answerMs?: number;
  /** Told of each process that may change something, when it starts and when it has ended; it leads a group and a session of its own. */
  onProcess?(pid: number, isRunning: boolean): void;
}

/** What a process that ended with exit code 0 wrote. */
export interface PulumiProcessResult {
  stdout: string;
  stderr: string;
  code: number;
}

/** Thrown when the Pulumi CLI ended with another exit code than 0, or by a signal. Texts are free of secrets. */
export class PulumiProcessError extends Error {
  constructor(
    readonly commandLine: string,
    readonly exitCode: number | null,
    readonly signal: NodeJS.Signals | null,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(`${commandLine} ${signal ? `was ended by ${signal}` : `ended with exit code ${exitCode}`}: ${stderr.trim()}`);
    this.name = "PulumiProcessError";
  }
}

/**
 * Runs the Pulumi CLI; has the members of the Automation API's `PulumiCommand` that `LocalWorkspace` and `Stack` use.
 */
export interface PulumiRunner {
  readonly command: string;
  /** The Automation API only turns it into text. */
  readonly version: { toString(): string };
  /**
   * Runs one process to its end.
   *
   * @param additionalEnv Goes on top of the runner's own environment.
   * @throws PulumiProcessError when it did not end with exit code 0; the signal's reason when that had fired before.
   */
  run(
    args: string[],
    cwd: string,
    additionalEnv: Record<string, string>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<PulumiProcessResult>;
  /**
   * Runs one process that changes nothing and answers what it told on standard output.
   *
   * @throws PulumiProcessError as `run` does; Error when it did not answer in time, and was ended.
   */
  ask(args: string[], cwd: string, signal?: AbortSignal): Promise<string>;
}

/**
 * Makes a runner whose processes survive a Ctrl-C in the terminal and end in order.
 *
 * Every process leads a group of its own, so the terminal's Ctrl-C does not reach it (a second signal would make it leave
 * locks behind). Aborting sends one SIGINT: what is in flight ends and is recorded; after the grace period it is killed with
 * all that it started. Output goes through files, as a full or broken pipe would stop the CLI half way.
 */
export function createPulumiRunner(installation: PulumiInstallation, options: PulumiProcessOptions = {}): PulumiRunner {
  const { env = process.env, graceMs = defaultGraceMs, answerMs = 300_000, onProcess } = options;
  return {
    command: installation.command,
    version: { toString: () => installation.version },
    run: (args, cwd, additionalEnv, onOutput, onError, signal) =>
      runPulumi({
        command: installation.command,
        args: args.includes("--non-interactive") ? args : [...args, "--non-interactive"],
        cwd,
        env: processEnvironment(installation, { ...env, ...additionalEnv }),
        graceMs,
        ...(onProcess ? { onProcess } : {}),
        ...(onOutput ? { onOutput } : {}),
        ...(onError ? { onError } : {}),
        ...(signal ? { signal } : {}),
      }),
    ask: (args, cwd, signal) =>
      askPulumi(
        {
          command: installation.command,
          args: [...args, "--non-interactive"],
          cwd,
          env: processEnvironment(installation, env),
          graceMs: 1_000,
        },
        answerMs,
        signal,
      ),
  };
}

async function askPulumi(run: PulumiRun, answerMs: number, signal: AbortSignal | undefined): Promise<string> {
  const late = AbortSignal.timeout(answerMs);
  try {
    return (await runPulumi({ ...run, signal: signal ? AbortSignal.any([signal, late]) : late })).stdout;
  } catch (error) {
    if (!late.aborted || signal?.aborted) throw error;
    throw new Error(`${describeCommand(run.args)} did not answer within ${answerMs / 1000} s.`, { cause: error });
  }
}

/** One process of the Pulumi CLI. */
interface PulumiRun {
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  graceMs: number;
  onProcess?(pid: number, isRunning: boolean): void;
  onOutput?: (text: string) => void;
  onError?: (text: string) => void;
  signal?: AbortSignal;
}

async function runPulumi(run: PulumiRun): Promise<PulumiProcessResult> {
  run.signal?.throwIfAborted();
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-output-"));
  try {
    const files = { stdout: path.join(folder, "stdout"), stderr: path.join(folder, "stderr") };
    const { exitCode, signal } = await spawnAndWait(run, files);
    const redact = createRedactor(run.env);
    const stdout = redact(await readFile(files.stdout, "utf8"));
    const stderr = redact(await readFile(files.stderr, "utf8"));
    if (stdout) run.onOutput?.(stdout);
    if (stderr) run.onError?.(stderr);
    if (exitCode !== 0) throw new PulumiProcessError(describeCommand(run.args), exitCode, signal, stdout, stderr);
    return { stdout, stderr, code: exitCode };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function spawnAndWait(
  run: PulumiRun,
  files: { stdout: string; stderr: string },
): Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }> {
  const handles: FileHandle[] = [];
  try {
    const stdout = await open(files.stdout, "wx", 0o600);
    handles.push(stdout);
    const stderr = await open(files.stderr, "wx", 0o600);
    handles.push(stderr);
    run.signal?.throwIfAborted();
    const child = spawn(run.command, run.args, {
      cwd: run.cwd,
      env: run.env,
      detached: true,
      stdio: ["ignore", stdout.fd, stderr.fd],
    });
    const { pid } = child;
    if (pid === undefined) return await ended(child, run);
    run.onProcess?.(pid, true);
    const end = await ended(child, run).finally(() => run.onProcess?.(pid, false));
    // One that ends by itself ends its plugins, too.
    if (end.signal) await endSession(pid);
    return end;
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
}

function ended(
  child: ChildProcess,
  { signal, graceMs }: PulumiRun,
): Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }> {
  let killTimer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill("SIGINT");
    killTimer = setTimeout(() => killGroup(child), graceMs);
  };
  signal?.addEventListener("abort", stop, { once: true });
  return new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, endedBy) => resolve({ exitCode, signal: endedBy }));
  }).finally(() => {
    signal?.removeEventListener("abort", stop);
    clearTimeout(killTimer);
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}

function processEnvironment(installation: PulumiInstallation, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    // Measured: without garbage collection and with one thread an operation of this size costs a sixth less CPU; the limit
    // is there for plugins that inherit it and do need the memory.
    GOGC: "off",
    GOMEMLIMIT: "600MiB",
    GOMAXPROCS: "1",
    PULUMI_LOG_ROTATION_MAX_TOTAL_MB: "50",
    ...env,
    PATH: [path.dirname(installation.command), env.PATH].filter(Boolean).join(path.delimiter),
    PULUMI_AUTOMATION_API: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
}
