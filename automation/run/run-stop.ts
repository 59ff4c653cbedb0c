import { LeaseLostError } from "../lease/lease-errors";
import type { RunRecord } from "./run-record";
import { wideSignal } from "./wide-signal";

/** How a caller ends a run. */
export interface StopSignals {
  /** When aborted, nothing more is started, and what is in flight is finished. */
  signal?: AbortSignal;
  /** When aborted, what is in flight is asked to stop too. Implies `signal`. */
  stopNow?: AbortSignal;
}

/** Whether a run may start anything more, and why not. */
export class RunStop {
  /** Aborted as soon as there is no need to wait for anything that is not in flight. */
  readonly idle: AbortSignal;
  private reason: string | undefined;
  /** True when a person ended the run, and something was left undone by it. */
  private cutShort = false;

  constructor(
    private readonly signals: StopSignals,
    private readonly record: RunRecord,
  ) {
    const { signal, stopNow } = signals;
    this.idle = wideSignal(AbortSignal.any([signal, stopNow].filter((one) => one !== undefined)));
  }

  /** True when the run was ended from outside, or its journal is lost. */
  get isCancelled(): boolean {
    return this.record.isLost || this.idle.aborted;
  }

  get wasCutShort(): boolean {
    return this.cutShort;
  }

  get isStopped(): boolean {
    return this.isCancelled || this.reason !== undefined;
  }

  /** Notes that something was left undone because the run was ended from outside. */
  noteCutShort(): void {
    this.cutShort = true;
  }

  /** Lets nothing more be started; the first reason counts. */
  async stop(reason: string): Promise<void> {
    if (this.reason !== undefined) return;
    this.reason = reason;
    await this.record.add({ type: "run-stopped", at: new Date().toISOString(), reason });
  }

  /** Why a target is not started; nothing while it may be. */
  whyNotStarted(): string | undefined {
    if (!this.isCancelled) return this.reason;
    this.cutShort = true;
    if (this.record.isLost) return "the journal of the run could not be written";
    const reason: unknown = this.signals.signal?.reason;
    return reason instanceof LeaseLostError ? reason.message : "the run was cancelled before its turn";
  }
}
