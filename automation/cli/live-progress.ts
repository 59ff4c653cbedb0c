import { Listr, type ListrTask } from "listr2";
import type { RunEvent, TargetProgress } from "../model";
import { describeOutcome } from "../report/run-text";
import { RunOutlook } from "./run-outlook";
import { endedTarget, type Progress, RunWatch } from "./run-watch";

/** One account's line. */
interface Line {
  title: string;
  ended: Promise<void>;
  end(failure?: Error): void;
  wrapper?: { title?: string; output?: string };
}

/**
 * How far the run is, when it will be through and what fails most, redrawn as the run goes on; below it a line an account, where all of them
 * fit.
 */
export class LiveProgress implements Progress {
  private readonly watch = new RunWatch();
  private readonly lines = new Map<string, Line>();
  private readonly head = createLine("");
  private readonly outlook = new RunOutlook();
  private drawing: Promise<unknown> = Promise.resolve();

  /** @param isCrowded True where there is no room for a line an account. */
  constructor(
    private readonly concurrency: number,
    private readonly isCrowded = false,
  ) {}

  onEvent(event: RunEvent): void {
    const run = this.watch.take(event);
    this.outlook.take(event, run);
    if (event.type === "run-started") this.draw(this.isCrowded ? [] : event.targets);
    this.tellOutlook();
    const target = endedTarget(event, run);
    const line = target && this.lines.get(target.accountId);
    if (!line) return;
    const title = `${line.title}  ${describeOutcome(target)}`;
    line.title = title;
    if (line.wrapper) line.wrapper.title = title;
    line.end(target.state === "done" ? undefined : new Error(title));
  }

  onProgress({ accountId, message }: TargetProgress): void {
    const wrapper = this.lines.get(accountId)?.wrapper;
    if (wrapper) wrapper.output = message;
    this.tellOutlook();
  }

  async end(): Promise<void> {
    // What never started has no event that ends it when the run itself broke down.
    for (const line of this.lines.values()) line.end();
    this.head.end(this.outlook.hasFailures ? new Error(this.head.title) : undefined);
    await this.drawing;
  }

  private tellOutlook(): void {
    const { head, outlook } = this;
    head.title = outlook.headline();
    if (!head.wrapper) return;
    head.wrapper.title = head.title;
    const failures = outlook.topFailures();
    if (failures.length > 0) head.wrapper.output = failures.join("\n");
  }

  private draw(targets: readonly { id: string; name: string }[]): void {
    for (const { id, name } of targets) this.lines.set(id, createLine(`${name} (${id})`));
    const tasks = [this.head, ...this.lines.values()].map(toTask);
    const list = new Listr(tasks, {
      // The head is one of them from the beginning to the end.
      concurrent: this.concurrency + 1,
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { collapseErrors: false, showErrorMessage: false, formatOutput: "truncate" },
    });
    this.drawing = list.run();
  }
}

function createLine(title: string): Line {
  let end: Line["end"] = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = (failure) => (failure ? reject(failure) : resolve());
  });
  // The list takes the failure up only when the line's turn comes.
  ended.catch(() => undefined);
  return { title, ended, end };
}

function toTask(line: Line): ListrTask {
  return {
    title: line.title,
    task: async (_context, wrapper) => {
      line.wrapper = wrapper;
      wrapper.title = line.title;
      await line.ended;
    },
  };
}
