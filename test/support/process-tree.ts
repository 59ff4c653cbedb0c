import { readdir, readFile } from "node:fs/promises";

/** A process of this machine. */
export interface ProcessEntry {
  pid: number;
  /** The command line, its arguments separated by spaces. */
  commandLine: string;
}

/** A process and every one it started, directly or through others, detached ones included; ended ones left out. */
export async function readProcessTree(root: number): Promise<ProcessEntry[]> {
  const [entry, children] = await Promise.all([describe(root), readChildren(root)]);
  const descendants = await Promise.all(children.map(readProcessTree));
  return [...(entry ? [entry] : []), ...descendants.flat()];
}

/** The processes of a session, whatever their groups and parents are; ended ones left out. */
export async function readSession(leader: number): Promise<ProcessEntry[]> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(names.map(Number).map(describe));
  const running = entries.flatMap((entry) => entry ?? []);
  const sessions = await Promise.all(running.map(({ pid }) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")));
  return running.filter((_entry, index) => {
    const stat = sessions[index] ?? "";
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[3]) === leader;
  });
}

/** Whether a process runs; one that has ended and waits for its parent does not. */
export async function isRunning(pid: number): Promise<boolean> {
  return (await describe(pid)) !== undefined;
}

/** Every thread keeps a list of its own of the processes it started. */
async function readChildren(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, "utf8").catch(() => "")),
  );
  return lists.join(" ").split(/\s+/).filter(Boolean).map(Number);
}

async function describe(pid: number): Promise<ProcessEntry | undefined> {
  try {
    const [stat, commandLine] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/cmdline`, "utf8"),
    ]);
    // The state is the field after the command's name, which stands in brackets and may hold anything.
    const isZombie = stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
    return isZombie ? undefined : { pid, commandLine: commandLine.replaceAll("\0", " ") };
  } catch {
    return undefined; // It ended while we looked.
  }
}
