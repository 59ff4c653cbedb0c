import { readdir, readFile } from "node:fs/promises";

/** The command lines of every process this process started, directly or through others, detached ones included. */
export async function readArguments(root: number): Promise<string[]> {
  const processes = await Promise.all((await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(describe));
  const known = processes.filter((found) => found !== undefined);
  const family = new Set([root]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of known) if (family.has(parent)) family.add(pid);
  }
  return known.filter(({ pid }) => family.has(pid)).map(({ commandLine }) => commandLine);
}

async function describe(name: string): Promise<{ pid: number; parent: number; commandLine: string } | undefined> {
  try {
    const [stat, commandLine] = await Promise.all([
      readFile(`/proc/${name}/stat`, "utf8"),
      readFile(`/proc/${name}/cmdline`, "utf8"),
    ]);
    // The parent's id is the second field after the command's name, which stands in brackets and may hold anything.
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return { pid: Number(name), parent, commandLine: commandLine.replaceAll("\0", " ") };
  } catch {
    return undefined; // It ended while we looked.
  }
}
