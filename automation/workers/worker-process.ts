import { type ChildProcess, fork } from "node:child_process";
import * as path from "node:path";
import { OperationError } from "../engine/errors";
import { createRedactor } from "../engine/redaction";
import type { EngineOperationOptions } from "../engine/stack-engine";
import type { TargetOperation, TargetOutcome } from "../model";
import { endOrphan } from "./end-orphan";
import type { FromWorker, SoughtResource, ToWorker, WorkerEngineOptions } from "./messages";

/** How much of what a worker printed is kept, to tell why it died. */
const keptCharacters = 4_000;

interface Work {
  options: EngineOperationOptions;
  resolve(outcome: TargetOutcome): void;
  reject(error: OperationError): void;
}

/** A forked process that works on one account at a time. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private work: Work | undefined;
  private cliPid: number | undefined;
  private printed = "";
  private isAlive = true;

  constructor(
    engine: WorkerEngineOptions,
    private readonly graceMs: number,
  ) {
    this.child = fork(path.join(__dirname, "worker-main.js"), {
      // In a group of its own, as the terminal's Ctrl-C is for the process that decides what is stopped.
      detached: true,
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.printed = `${this.printed}${text}`.slice(-keptCharacters);
      });
    }
    this.child.on("message", (message: FromWorker) => this.hear(message));
    this.ended = new Promise((resolve) => {
      this.child.once("error", (error) => this.die(error.message).then(resolve));
      this.child.once("exit", (code, signal) =>
        this.die(signal ? `was ended by ${signal}` : `ended with exit code ${code}`).then(resolve),
      );
    });
    this.tell({ kind: "engine", options: engine });
  }

  /** False once it has ended or was asked to. */
  get canWork(): boolean {
    return this.isAlive;
  }

  /** Works on one account. Only one at a time. @throws OperationError as the engine does, or of the class `crash` when the worker died. */
  run(operation: TargetOperation, options: EngineOperationOptions): Promise<TargetOutcome> {
    const { signal, refresh = false, gatewayPort, finder } = options;
    const cancel = () => this.tell({ kind: "cancel" });
    signal?.addEventListener("abort", cancel, { once: true });
    return new Promise<TargetOutcome>((resolve, reject) => {
      this.work = { options, resolve, reject };
      const port = gatewayPort === undefined ? {} : { gatewayPort };
      const findable = finder ? { findable: [...finder.types] } : {};
      this.tell({ kind: "run", operation, refresh, ...port, ...findable });
      if (signal?.aborted) cancel();
    }).finally(() => signal?.removeEventListener("abort", cancel));
  }

  /** Lets it end, and waits until it has. */
  async close(): Promise<void> {
    this.isAlive = false;
    if (this.child.connected) this.child.disconnect();
    await this.ended;
  }

  private hear(message: FromWorker): void {
    switch (message.kind) {
      case "progress":
        this.work?.options.onProgress?.(message.progress);
        break;
      case "process":
        this.cliPid = message.isRunning ? message.pid : undefined;
        break;
      case "find":
        void this.answer(message.question, message.resource);
        break;
      case "done":
        this.takeWork()?.resolve(message.outcome);
        break;
      case "failed":
        this.takeWork()?.reject(new OperationError(message.failure));
        break;
    }
  }

  private async answer(question: number, resource: SoughtResource): Promise<void> {
    try {
      const id = await this.work?.options.finder?.find(resource);
      this.tell({ kind: "found", question, ...(id === undefined ? {} : { id }) });
    } catch (error) {
      this.tell({ kind: "found", question, error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Its CLI is ended before anybody hears of it: the next try would find it at work. */
  private async die(how: string): Promise<void> {
    this.isAlive = false;
    if (this.cliPid !== undefined) await endOrphan(this.cliPid, this.graceMs);
    this.takeWork()?.reject(new OperationError(crash(how, createRedactor(process.env)(this.printed))));
  }

  private takeWork(): Work | undefined {
    const { work } = this;
    this.work = undefined;
    return work;
  }

  private tell(message: ToWorker): void {
    // One that is gone is told of by its end.
    this.child.send(message, () => undefined);
  }
}

function crash(how: string, printed: string): ConstructorParameters<typeof OperationError>[0] {
  const last = printed
    .trim()
    .split("\n")
    .findLast((line) => /\S/.test(line) && !/^\s+at |^Node\.js v/.test(line));
  return {
    kind: "crash",
    message: `The worker process of this account ${how}${last ? `; it printed last: ${last.trim()}` : ""}.`,
    instruction: "No other account was touched by it. If it happens again, look at what the account's program does.",
  };
}
