import { readdir, readFile, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import * as path from "node:path";

/** A lock this young may be in the middle of being written, which takes milliseconds. */
const settledAfterMs = 10_000;

/** The backend keeps what it knows of a file's content in a second file beside it (gocloud.dev `blob/fileblob`). */
const sidecar = ".attrs";

/** What the locks of one stack come to, dead ones removed. */
export interface LockReport {
  /** Which locks were removed, and why. */
  removed: string[];
  /** True when a lock is left. */
  held: boolean;
  /** The running process of this machine that holds one. */
  holder?: number;
  /** True when one may be in the middle of being written. */
  unwritten?: true;
}

/** Removes the locks on a stack that nobody holds any more: those of dead processes of this machine, and those never written. */
export async function removeDeadLocks(folder: string): Promise<LockReport> {
  const names = await readdir(folder).catch(() => []);
  const report: LockReport = { removed: [], held: false };
  for (const name of names.filter((candidate) => !candidate.endsWith(sidecar))) {
    const file = path.join(folder, name);
    const found = await judge(file);
    if ("dead" in found) {
      await Promise.all([rm(file, { force: true }), rm(`${file}${sidecar}`, { force: true })]);
      report.removed.push(`removed a lock ${found.dead}`);
    } else {
      report.held = true;
      if (found.holder !== undefined) report.holder = found.holder;
      if (found.unwritten) report.unwritten = true;
    }
  }
  return report;
}

async function judge(file: string): Promise<{ dead: string } | { holder?: number; unwritten?: true }> {
  const text = await readFile(file, "utf8").catch(() => "");
  if (text === "") {
    const age = await stat(file)
      .then(({ mtimeMs }) => Date.now() - mtimeMs)
      .catch(() => 0);
    return age > settledAfterMs ? { dead: "that was never written" } : { unwritten: true };
  }
  const { pid, hostname: host } = parseLock(text);
  if (pid === undefined || host !== hostname()) return {};
  return (await isRunning(pid)) ? { holder: pid } : { dead: `left by process ${pid}, which no longer runs` };
}

function parseLock(text: string): { pid?: number; hostname?: string } {
  try {
    return JSON.parse(text) as { pid?: number; hostname?: string };
  } catch {
    return {};
  }
}

/** Whether a process of this machine runs; one that has ended and waits to be asked for does not. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
  // A process that has ended stays listed until its parent asks for it, which in a container may be never.
  const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return !/\) Z /.test(state);
}
