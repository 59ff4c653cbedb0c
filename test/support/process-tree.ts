import { readdir, readFile } from "node:fs/promises";

/** A process of this machine. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  /** The command line, its arguments separated by spaces. */
  commandLine: string;
}

/** A process and every one it started, directly or through others, detached ones included; ended ones left out. */
export async function readProcessTree(root: number): Promise<ProcessEntry[]> {
  const processes = await Promise.all((await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(describe));
  const known = processes.filter((found) => found !== undefined);
  const family = new Set([root]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of known) if (family.has(parent)) family.add(pid);
  }
  return known.filter(({ pid }) => family.has(pid));
}

/** Whether a process runs; one that has ended and waits for its parent does not. */
export async function isRunning(pid: number): Promise<boolean> {
  return (await describe(String(pid))) !== undefined;
}

async function describe(name: string): Promise<ProcessEntry | undefined> {
  try {
    const [stat, commandLine] = await Promise.all([
      readFile(`/proc/${name}/stat`, "utf8"),
      readFile(`/proc/${name}/cmdline`, "utf8"),
    ]);
    // State and parent are the fields after the command's name, which stands in brackets and may hold anything.
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z") return undefined;
    return { pid: Number(name), parent: Number(parent), commandLine: commandLine.replaceAll("\0", " ") };
  } catch {
    return undefined; // It ended while we looked.
  }
}
