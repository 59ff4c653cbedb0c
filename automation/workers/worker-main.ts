import { failureOf } from "../engine/errors";
import type { MadeFinder } from "../engine/interrupted-creates";
import { createStackEngine, type EngineOperationOptions, type StackEngine } from "../engine/stack-engine";
import { wideSignal } from "../run/wide-signal";
import type { FromWorker, SoughtResource, ToWorker } from "./messages";

type RunMessage = Extract<ToWorker, { kind: "run" }>;
type Answer = Extract<ToWorker, { kind: "found" }>;

/** Works on one account at a time, for the process that forked this one; everything goes by messages. */
class Worker {
  private engine: StackEngine | undefined;
  private cancel = new AbortController();
  private running: Promise<void> | undefined;
  private readonly questions = new Map<number, (answer: Answer) => void>();
  private asked = 0;

  hear(message: ToWorker): void {
    switch (message.kind) {
      case "engine":
        this.engine = createStackEngine({
          ...message.options,
          onProcess: (pid, isRunning) => tell({ kind: "process", pid, isRunning }),
        });
        break;
      case "run":
        this.running = this.run(message).finally(() => {
          this.running = undefined;
        });
        break;
      case "cancel":
        this.cancel.abort();
        break;
      case "found":
        this.questions.get(message.question)?.(message);
        this.questions.delete(message.question);
        break;
    }
  }

  /** Who started this process has ended: what is in flight is ended in order, as nobody hears of it any more. */
  async leave(): Promise<void> {
    this.cancel.abort();
    await this.running;
  }

  private async run(message: RunMessage): Promise<void> {
    this.cancel = new AbortController();
    try {
      if (!this.engine) throw new Error("The worker was given no engine.");
      tell({ kind: "done", outcome: await this.engine.run(message.operation, this.optionsOf(message)) });
    } catch (error) {
      tell({ kind: "failed", failure: failureOf(error) });
    }
  }

  private optionsOf({ refresh, gatewayPort, findable }: RunMessage): EngineOperationOptions {
    return {
      refresh,
      signal: wideSignal(this.cancel.signal),
      onProgress: (progress) => tell({ kind: "progress", progress }),
      ...(gatewayPort === undefined ? {} : { gatewayPort }),
      ...(findable ? { finder: this.finderOf(findable) } : {}),
    };
  }

  private finderOf(findable: readonly string[]): MadeFinder {
    return {
      types: new Set(findable),
      find: async ({ type, inputs }) => {
        const { id, error } = await this.ask({ type, ...(inputs ? { inputs } : {}) });
        if (error !== undefined) throw new Error(error);
        return id;
      },
    };
  }

  private ask(resource: SoughtResource): Promise<Answer> {
    this.asked += 1;
    const question = this.asked;
    return new Promise((resolve) => {
      this.questions.set(question, resolve);
      tell({ kind: "find", question, resource });
    });
  }
}

function tell(message: FromWorker): void {
  // With nobody there to hear it, there is nothing to be done about it.
  process.send?.(message, undefined, undefined, () => undefined);
}

const worker = new Worker();
process.on("message", (message: ToWorker) => worker.hear(message));
process.once("disconnect", () => {
  worker.leave().finally(() => process.exit());
});
// When to stop is decided by who started this process: a terminal and a supervisor send these to all of them.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
