import type { Journal } from "../journal/journal-store";
import type { RunEvent } from "../model";
import { GrowingSummary } from "./run-summary";

/** Who hears of the events of a run. */
export interface RunListeners {
  /** Gets every event before anybody else. A journal that cannot be written stops the run. */
  journal?: Pick<Journal, "append">;
  onEvent?(event: RunEvent): void;
}

/** The events of a run as they happen: summed up, written to the journal, told. */
export class RunRecord {
  readonly run: GrowingSummary;
  private journalFailure: { error: unknown } | undefined;

  constructor(
    private readonly started: RunEvent,
    private readonly listeners: RunListeners,
  ) {
    this.run = new GrowingSummary(started);
  }

  /** True when an event could not be written: then the run is not to go on. */
  get isLost(): boolean {
    return this.journalFailure !== undefined;
  }

  start(): Promise<void> {
    return this.add(this.started);
  }

  async add(event: RunEvent): Promise<void> {
    this.run.add(event);
    try {
      await this.listeners.journal?.append(event);
    } catch (error) {
      this.journalFailure ??= { error };
    }
    this.listeners.onEvent?.(event);
  }

  /** @throws Error the first one the journal failed with, if it did. */
  assertWritten(): void {
    if (this.journalFailure) throw this.journalFailure.error;
  }
}
