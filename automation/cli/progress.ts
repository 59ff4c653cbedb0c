import type { RunEvent } from "../model";
import { describeOutcome } from "../report/run-text";
import { describeStep } from "../report/waves-text";
import type { GrowingSummary } from "../run/run-summary";
import { LiveProgress } from "./live-progress";
import { endedTarget, type Progress, RunWatch } from "./run-watch";
import type { Terminal } from "./terminal";

/**
 * On a terminal how far the run is, redrawn, with a line an account where all of them fit; plain lines elsewhere, and where the result is JSON.
 */
export function createProgress(
  terminal: Pick<Terminal, "redrawableLines" | "remark">,
  options: { json: boolean; concurrency: number; targets: number; isStaged?: boolean },
): Progress {
  // Between two waves there is more to tell than what accounts are at, and perhaps to ask.
  if (terminal.redrawableLines < headLines || options.json || options.isStaged) {
    return new PlainProgress((text) => terminal.remark(text));
  }
  // Each account that is worked on has a second line, that of its step.
  const lines = headLines + options.targets + Math.min(options.targets, options.concurrency);
  return new LiveProgress(options.concurrency, lines > terminal.redrawableLines);
}

/** How far the run is, and what fails most. */
const headLines = 4;

/** A line when an account starts and one when it ends, with how far the run is. */
export class PlainProgress implements Progress {
  private readonly watch = new RunWatch();
  private ended = 0;

  constructor(private readonly write: (text: string) => void) {}

  onEvent(event: RunEvent): void {
    const run = this.watch.take(event);
    if (event.type === "target-started") {
      this.write(`${this.label(run, event.accountId)}: started${event.attempt > 1 ? ", a second time" : ""}`);
    }
    const step = describeStep(event);
    if (step !== undefined) this.write(step);
    if (event.type === "target-retried") {
      this.write(`${this.label(run, event.accountId)}: failed and is tried again: ${event.failure.message}`);
    }
    const ended = endedTarget(event, run);
    if (!ended) return;
    this.ended += 1;
    // After Ctrl-C these can be hundreds, and the summary counts them.
    if (ended.state === "not-started") return;
    this.write(`${this.label(run, ended.accountId)}: ${ended.state}: ${describeOutcome(ended)}`);
  }

  onProgress(): void {
    // Steps within an account are for a line that is redrawn.
  }

  async end(): Promise<void> {}

  private label(run: GrowingSummary, accountId: string): string {
    const name = run.target(accountId)?.name ?? accountId;
    return `[${this.ended}/${run.size}] ${name} (${accountId})`;
  }
}
