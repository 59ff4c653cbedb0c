import pRetry from "p-retry";
import type { FileBackend } from "./file-backend";
import { type MadeFinder, recordCreated, withLatest } from "./interrupted-creates";
import { resourceName } from "./stack-events";
import { type LockReport, removeDeadLocks } from "./stack-lock";

/** How to go about a repair. */
export interface RepairOptions {
  /** How long to wait for a process of this machine to give its lock back, in milliseconds. Default: 15,000. */
  lockWaitMs?: number;
  /** Finds what interrupted creations made after all. Without it they are all struck from the state. */
  finder?: MadeFinder;
  signal?: AbortSignal;
  /** Told what is waited for and what was done. */
  onStep(message: string): void;
}

/**
 * Clears away what a killed process left behind on one stack, where that is certain to be safe.
 *
 * Removed are locks of processes of this machine that no longer run, empty files of locks that a full disk kept from
 * being written, and empty notes beside a state. A CLI whose orchestrator was killed needs a moment to end: its lock is waited for. With no lock left,
 * creations that were interrupted are struck from the state: every create of this package finds what is there before it
 * makes anything, so it is simply run again. What cannot be made again, such as a role of IAM, is looked for, and recorded
 * when it is there. Locks of other machines stay, and the CLI then says who holds them.
 *
 * @returns True when something was recorded, which has to be read from its provider by the next operation.
 */
export async function repairStack(
  backend: FileBackend,
  project: string,
  stack: string,
  options: RepairOptions,
): Promise<boolean> {
  const { held } = await awaitLocks(backend.lockFolder(project, stack), options);
  if (held) return false;
  await dropUnwrittenNotes(backend, project, stack, options);
  return settleInterruptedCreates(backend, project, stack, options);
}

/**
 * Clears away what a killed process left beside one stack that keeps it from being read at all, by the same rule as `repairStack`: where
 * nobody holds the stack. For operations that change nothing, and that otherwise neither look at locks nor wait for them.
 */
export async function makeReadable(
  backend: FileBackend,
  project: string,
  stack: string,
  options: Pick<RepairOptions, "lockWaitMs" | "signal" | "onStep">,
): Promise<void> {
  if (!(await backend.hasUnwrittenNotes(project, stack))) return;
  const { held } = await awaitLocks(backend.lockFolder(project, stack), options);
  if (!held) await dropUnwrittenNotes(backend, project, stack, options);
}

async function dropUnwrittenNotes(
  backend: FileBackend,
  project: string,
  stack: string,
  { onStep }: Pick<RepairOptions, "onStep">,
): Promise<void> {
  if (await backend.dropUnwrittenNotes(project, stack)) onStep("removed the notes of a state that were never written");
}

const unwrittenStep = "waiting to see whether an empty lock is going to be written";

class StillHeld extends Error {}

async function awaitLocks(folder: string, options: RepairOptions): Promise<LockReport> {
  const { lockWaitMs = 15_000, signal, onStep } = options;
  let report: LockReport = { removed: [], held: false };
  let told = false;
  const look = async () => {
    report = await removeDeadLocks(folder);
    for (const repair of report.removed) onStep(repair);
    if (report.holder === undefined && !report.unwritten) return;
    if (!told)
      onStep(
        report.holder === undefined
          ? unwrittenStep
          : `waiting for process ${report.holder}, which holds the stack's lock`,
      );
    told = true;
    throw new StillHeld();
  };
  const patience = { retries: 1_000, minTimeout: 100, factor: 1.5, maxTimeout: 1_000, maxRetryTime: lockWaitMs };
  await pRetry(look, { ...patience, ...(signal ? { signal } : {}) }).catch((error: unknown) => {
    if (!(error instanceof StillHeld)) throw error;
  });
  return report;
}

async function settleInterruptedCreates(
  backend: FileBackend,
  project: string,
  stack: string,
  { finder, onStep }: RepairOptions,
): Promise<boolean> {
  const state = await backend.readState(project, stack);
  const pending = state?.checkpoint.latest?.pending_operations ?? [];
  const creating = pending.filter(({ type }) => type === "creating");
  if (!state || creating.length === 0) return false;
  let settled = withLatest(state, { pending_operations: pending.filter(({ type }) => type !== "creating") });
  const steps: string[] = [];
  let hasRecorded = false;
  for (const { resource } of creating) {
    const name = resourceName(resource.urn);
    const id = finder?.types.has(resource.type) ? await finder.find(resource) : undefined;
    if (id === undefined) {
      steps.push(`creating ${name} was interrupted and is done again`);
    } else {
      settled = recordCreated(settled, resource, id);
      steps.push(`creating ${name} was interrupted after it was made; it is recorded now`);
      hasRecorded = true;
    }
  }
  await backend.writeState(project, stack, settled);
  for (const step of steps) onStep(step);
  return hasRecorded;
}
