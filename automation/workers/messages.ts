import type { ProgramModule } from "../engine/program-module";
import type { StackEngineOptions } from "../engine/stack-engine";
import type { Failure, TargetOperation, TargetOutcome, TargetProgress } from "../model";

/** What a worker makes its engine from: everything that is plain data. */
export type WorkerEngineOptions = Omit<StackEngineOptions, "program" | "onProcess"> & { program?: ProgramModule };

/** A resource that a worker asks about. */
export interface SoughtResource {
  type: string;
  inputs?: Record<string, unknown>;
}

/** What a worker is told. It works on one account at a time. */
export type ToWorker =
  | { kind: "engine"; options: WorkerEngineOptions }
  | {
      kind: "run";
      operation: TargetOperation;
      refresh: boolean;
      gatewayPort?: number;
      /** Types of resources that may be asked about; absent where nobody can answer. */
      findable?: string[];
    }
  | { kind: "cancel" }
  | { kind: "found"; question: number; id?: string; error?: string };

/** What a worker tells. */
export type FromWorker =
  | { kind: "progress"; progress: TargetProgress }
  /** A process of the CLI has started or ended: where the worker dies, somebody else has to end it. */
  | { kind: "process"; pid: number; isRunning: boolean }
  | { kind: "find"; question: number; resource: SoughtResource }
  | { kind: "done"; outcome: TargetOutcome }
  | { kind: "failed"; failure: Failure };
