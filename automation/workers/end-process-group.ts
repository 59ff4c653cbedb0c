import pRetry from "p-retry";

class StillRunning extends Error {}

/**
 * Asks a process that leads a group of its own to end, as with Ctrl-C, and kills the group when it takes too long.
 *
 * It is no child of this process, so that it can only be looked at from time to time.
 */
export async function endProcessGroup(pid: number, graceMs: number): Promise<void> {
  if (!signalProcess(pid, "SIGINT")) return;
  const look = async () => {
    if (signalProcess(pid, 0)) throw new StillRunning();
  };
  const patience = { retries: 10_000, minTimeout: 20, factor: 1.5, maxTimeout: 500, maxRetryTime: graceMs };
  await pRetry(look, patience).catch((error: unknown) => {
    if (!(error instanceof StillRunning)) throw error;
    signalProcess(-pid, "SIGKILL");
  });
}

/** Whether there was somebody to hear it. */
function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
