import { hostname } from "node:os";
import pRetry from "p-retry";
import { PulumiProcessError } from "./pulumi-process";
import type { RemoteState } from "./remote-state";
import type { RepairOptions } from "./repair-stack";
import { isRunning } from "./stack-lock";

/** A process that holds a lock on a stack, as the CLI tells of it. */
interface LockHolder {
  pid: number;
  host: string;
}

/**
 * Clears away what a killed process left behind on a stack in S3, PostgreSQL or the like, once the CLI said that it is locked.
 *
 * The locks of processes of this machine that no longer run are given back, and creations that they were in the middle of are struck
 * from the state: every create of this package finds what is there before it makes anything. A process that still runs is waited for.
 * Locks of other machines stay.
 *
 * @returns Whether it is worth a second try.
 */
export async function repairRemoteStack(error: unknown, state: RemoteState, options: RepairOptions): Promise<boolean> {
  const holders = lockHolders(error);
  if (holders.length === 0 || holders.some(({ host }) => host !== hostname())) return false;
  const running = await runningOf(holders);
  if (running.length > 0) return awaitEnd(running, options);
  await state.unlock();
  for (const { pid } of holders) options.onStep(`removed a lock left by process ${pid}, which no longer runs`);
  for (const repair of await state.dropInterruptedCreates()) options.onStep(repair);
  return true;
}

/** Source of the text: github pulumi/pulumi `pkg/backend/diy/lock.go`. */
function lockHolders(error: unknown): LockHolder[] {
  if (!(error instanceof PulumiProcessError) || !error.stderr.includes("currently locked by")) return [];
  const told = error.stderr.matchAll(/created by .*?@(?<host>\S+) \(pid (?<pid>\d+)\)/g);
  return [...told].map(({ groups = {} }) => ({ host: groups.host ?? "", pid: Number(groups.pid) }));
}

async function runningOf(holders: readonly LockHolder[]): Promise<LockHolder[]> {
  const running = await Promise.all(holders.map(({ pid }) => isRunning(pid)));
  return holders.filter((_holder, index) => running[index]);
}

class StillRunning extends Error {}

async function awaitEnd(
  holders: LockHolder[],
  { lockWaitMs = 15_000, signal, onStep }: RepairOptions,
): Promise<boolean> {
  onStep(`waiting for process ${holders[0]?.pid}, which holds the stack's lock`);
  const look = async () => {
    if ((await runningOf(holders)).length > 0) throw new StillRunning();
    return true;
  };
  const patience = { retries: 1_000, minTimeout: 100, factor: 1.5, maxTimeout: 1_000, maxRetryTime: lockWaitMs };
  return pRetry(look, { ...patience, ...(signal ? { signal } : {}) }).catch((error: unknown) => {
    if (error instanceof StillRunning) return false;
    throw error;
  });
}
