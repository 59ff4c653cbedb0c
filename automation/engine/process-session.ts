import { readdir, readFile } from "node:fs/promises";
import pRetry from "p-retry";

class StillRunning extends Error {}

/**
 * Kills whatever is left of a session whose leader was killed, and waits until it is gone. The CLI starts each plugin in a process group of its
 * own (pulumi `sdk/go/common/util/cmdutil`), so that the CLI's group has none of them; they stay in its session, and nothing else ends them.
 *
 * Does nothing where the system does not tell sessions, which is everywhere but on Linux.
 */
export async function endSession(leader: number): Promise<void> {
  const end = async () => {
    const left = await listSession(leader);
    for (const pid of left) kill(pid);
    if (left.length > 0) throw new StillRunning();
  };
  const patience = { retries: 100, minTimeout: 10, factor: 1.5, maxTimeout: 100, maxRetryTime: 5_000 };
  await pRetry(end, patience).catch((error: unknown) => {
    if (!(error instanceof StillRunning)) throw error;
  });
}

async function listSession(leader: number): Promise<number[]> {
  const names = await readdir("/proc").catch((): string[] => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const members = await Promise.all(pids.map((pid) => isMember(pid, leader)));
  return pids.filter((_pid, index) => members[index]);
}

/** One that has ended and waits for its parent to ask is none. */
async function isMember(pid: number, leader: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The command's name stands in brackets and may hold anything; behind it are state, parent, group and session.
  const [state, _parent, _group, session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(session) === leader && state !== "Z" && state !== "X";
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
