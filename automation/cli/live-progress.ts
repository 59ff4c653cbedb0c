import { Listr, type ListrTask } from "listr2";
import type { RunEvent, TargetProgress } from "../model";
import { describeOutcome } from "../report/run-text";
import { endedTarget, type Progress, RunWatch } from "./run-watch";

/** One account's line. */
interface Line {
  title: string;
  ended: Promise<void>;
  end(failure?: Error): void;
  wrapper?: { title?: string; output?: string };
}

/** A line an account on the terminal, redrawn as the run goes on. */
export class LiveProgress implements Progress {
  private readonly watch = new RunWatch();
  private readonly lines = new Map<string, Line>();
  private drawing: Promise<unknown> = Promise.resolve();

  constructor(private readonly concurrency: number) {}

  onEvent(event: RunEvent): void {
    const run = this.watch.take(event);
    if (event.type === "run-started") this.draw(event.targets);
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
  }

  async end(): Promise<void> {
    // What never started has no event that ends it when the run itself broke down.
    for (const line of this.lines.values()) line.end();
    await this.drawing;
  }

  private draw(targets: readonly { id: string; name: string }[]): void {
    for (const { id, name } of targets) this.lines.set(id, createLine(`${name} (${id})`));
    const tasks = [...this.lines.values()].map(toTask);
    const list = new Listr(tasks, {
      concurrent: this.concurrency,
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
