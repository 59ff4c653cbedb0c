import type { RunEvent } from "../model";
import { describeOutcome } from "../report/run-text";
import { type RunSummary, summarizeRun } from "../run/run-summary";
import { LiveProgress } from "./live-progress";
import { endedTarget, type Progress } from "./run-watch";
import type { Terminal } from "./terminal";

/** A line an account that is redrawn, where that is possible; plain lines elsewhere, and where results are JSON. */
export function createProgress(terminal: Terminal, options: { json: boolean; concurrency: number }): Progress {
  return terminal.canRedraw && !options.json
    ? new LiveProgress(options.concurrency)
    : new PlainProgress((text) => terminal.remark(text));
}

/** A line when an account starts and one when it ends, with how far the run is. */
export class PlainProgress implements Progress {
  private readonly events: RunEvent[] = [];

  constructor(private readonly write: (text: string) => void) {}

  onEvent(event: RunEvent): void {
    this.events.push(event);
    const summary = summarizeRun(this.events);
    if (event.type === "target-started") {
      this.write(`${labelOf(summary, event.accountId)}: started${event.attempt > 1 ? ", a second time" : ""}`);
    }
    const ended = endedTarget(event, summary);
    if (ended) this.write(`${labelOf(summary, ended.accountId)}: ${ended.state}: ${describeOutcome(ended)}`);
  }

  onProgress(): void {
    // Steps within an account are for a line that is redrawn.
  }

  async end(): Promise<void> {}
}

function labelOf({ targets, counts }: RunSummary, accountId: string): string {
  const name = targets.find((target) => target.accountId === accountId)?.name ?? accountId;
  const ended = counts.done + counts.failed + counts["not-started"];
  return `[${ended}/${targets.length}] ${name} (${accountId})`;
}
