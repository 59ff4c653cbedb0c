import { readdirSync, readFileSync } from "node:fs";

/** One process as the kernel tells it, without those it waited for. */
interface ProcessFacts {
  parent: number;
  cpuTicks: number;
  /** CPU of the children it has waited for, and of those they waited for. */
  waitedTicks: number;
  rssPages: number;
}

const ticksPerSecond = 100;
const pageKb = 4;

/**
 * Adds up what a process and everything it starts use, while it runs.
 *
 * The kernel adds a child's time to the process that waits for it. What is left running by its parent (the stock dynamic
 * provider is) is added from what was last seen of it.
 */
export class ProcessTree {
  private readonly known = new Set<number>();
  private readonly orphans = new Map<number, number>();
  private rootTicks = 0;
  private peakPages = 0;

  constructor(private readonly root: number) {
    this.known.add(root);
  }

  /** Looks at all processes once; call it often, and a last time before the root ends. */
  sample(): void {
    const processes = readProcesses();
    let grown = true;
    while (grown) {
      const young = [...processes].filter(([pid, { parent }]) => this.known.has(parent) && !this.known.has(pid));
      for (const [pid] of young) this.known.add(pid);
      grown = young.length > 0;
    }
    const alive = [...processes].filter(([pid]) => this.known.has(pid));
    for (const [pid, { parent, cpuTicks, waitedTicks }] of alive) {
      if (pid === this.root) this.rootTicks = cpuTicks + waitedTicks;
      else if (!this.known.has(parent)) this.orphans.set(pid, cpuTicks + waitedTicks);
    }
    const pages = alive.reduce((sum, [, { rssPages }]) => sum + rssPages, 0);
    this.peakPages = Math.max(this.peakPages, pages);
  }

  /** CPU in milliseconds of all of them. */
  get cpuMs(): number {
    const orphaned = [...this.orphans.values()].reduce((sum, ticks) => sum + ticks, 0);
    return ((this.rootTicks + orphaned) * 1000) / ticksPerSecond;
  }

  /** The most memory all of them had at the same time. */
  get peakRssMb(): number {
    return (this.peakPages * pageKb) / 1024;
  }

  /** What was left running, so that it can be ended. */
  get left(): number[] {
    return [...this.orphans.keys()];
  }
}

function readProcesses(): Map<number, ProcessFacts> {
  const numbers = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return new Map(
    numbers.flatMap((name) => {
      const facts = readProcess(name);
      return facts ? [[Number(name), facts] as const] : [];
    }),
  );
}

/** See proc(5): the name, in brackets, may hold anything, so the fields are counted from its end. */
function readProcess(pid: string): ProcessFacts | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, parent = 0] = fields;
    const [user = 0, system = 0, waitedUser = 0, waitedSystem = 0] = fields.slice(11, 15);
    const { 21: rssPages = 0 } = fields;
    return { parent, cpuTicks: user + system, waitedTicks: waitedUser + waitedSystem, rssPages };
  } catch {
    return undefined;
  }
}
