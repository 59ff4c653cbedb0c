import pRetry from "p-retry";
import { endSession } from "../engine/process-session";
import { isRunning } from "../engine/stack-lock";

class StillRunning extends Error {}

/**
 * Asks a CLI whose worker died to end, as with Ctrl-C, and kills it when it takes too long; in any case nothing of what it started is left.
 *
 * It is no child of this process, so that it can only be looked at from time to time.
 */
export async function endOrphan(pid: number, graceMs: number): Promise<void> {
  signalProcess(pid, "SIGINT");
  const look = async () => {
    if (await isRunning(pid)) throw new StillRunning();
  };
  const patience = { retries: 10_000, minTimeout: 20, factor: 1.5, maxTimeout: 500, maxRetryTime: graceMs };
  await pRetry(look, patience).catch((error: unknown) => {
    if (!(error instanceof StillRunning)) throw error;
    signalProcess(-pid, "SIGKILL");
  });
  await endSession(pid);
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // There is nobody to hear it.
  }
}
