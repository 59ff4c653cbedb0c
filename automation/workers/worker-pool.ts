import PQueue from "p-queue";
import { defaultGraceMs } from "../engine/pulumi-process";
import type { EngineOperationOptions } from "../engine/stack-engine";
import type { TargetOperation, TargetOutcome } from "../model";
import type { WorkerEngineOptions } from "./messages";
import { WorkerProcess } from "./worker-process";

/** Forked processes that share the work on accounts, each started when it is first needed. */
export class WorkerPool {
  private readonly queue: PQueue;
  private readonly idle: WorkerProcess[] = [];
  private readonly started = new Set<WorkerProcess>();

  /** @param workers How many processes there are at most; further work waits for one that is through. */
  constructor(
    private readonly engine: WorkerEngineOptions,
    workers: number,
  ) {
    this.queue = new PQueue({ concurrency: workers });
  }

  /** Has an account worked on; one that died is replaced by another for the next. Throws as the engine does. */
  run(operation: TargetOperation, options: EngineOperationOptions = {}): Promise<TargetOutcome> {
    return this.queue.add(() => this.runNow(operation, options), { throwOnTimeout: true });
  }

  /** Lets all workers end, after what they are at. */
  async close(): Promise<void> {
    await this.queue.onIdle();
    await Promise.all([...this.started].map((worker) => worker.close()));
  }

  private async runNow(operation: TargetOperation, options: EngineOperationOptions): Promise<TargetOutcome> {
    options.signal?.throwIfAborted();
    const worker = this.idle.pop() ?? this.start();
    try {
      return await worker.run(operation, options);
    } finally {
      if (worker.canWork) this.idle.push(worker);
      else this.started.delete(worker);
    }
  }

  private start(): WorkerProcess {
    const worker = new WorkerProcess(this.engine, this.engine.graceMs ?? defaultGraceMs);
    this.started.add(worker);
    return worker;
  }
}
