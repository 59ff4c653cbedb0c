import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import * as path from "node:path";
import type { FileBackend, StackState } from "./file-backend";
import { resourceName } from "./stack-events";

/** A lock this young may be in the middle of being written. */
const settledAfterMs = 60_000;

/** The backend keeps what it knows of a file's content in a second file beside it (gocloud.dev `blob/fileblob`). */
const sidecar = ".attrs";

/**
 * Clears away what a killed process left behind on one stack, where that is certain to be safe; says what it did.
 *
 * Removed are locks of processes of this machine that no longer run, and empty files of locks that a full disk kept from
 * being written. With no lock left, creations that were interrupted are struck from the state: every create of this
 * package finds what is there before it makes anything, so it is simply run again. Locks of other machines stay.
 */
export async function repairStack(backend: FileBackend, project: string, stack: string): Promise<string[]> {
  const { repaired, held } = await removeDeadLocks(backend.lockFolder(project, stack));
  if (held) return repaired;
  return [...repaired, ...(await dropInterruptedCreates(backend, project, stack))];
}

async function removeDeadLocks(folder: string): Promise<{ repaired: string[]; held: boolean }> {
  const names = await readdir(folder).catch(() => []);
  const repaired: string[] = [];
  let held = false;
  for (const name of names.filter((candidate) => !candidate.endsWith(sidecar))) {
    const file = path.join(folder, name);
    const reason = await whyDead(file);
    if (reason === undefined) {
      held = true;
    } else {
      await Promise.all([rm(file, { force: true }), rm(`${file}${sidecar}`, { force: true })]);
      repaired.push(`removed a lock ${reason}`);
    }
  }
  return { repaired, held };
}

async function whyDead(file: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  if (text === "") {
    const age = await stat(file)
      .then(({ mtimeMs }) => Date.now() - mtimeMs)
      .catch(() => 0);
    return age > settledAfterMs ? "that was never written" : undefined;
  }
  const { pid, hostname: host } = parseLock(text);
  if (pid === undefined || host !== hostname() || isRunning(pid)) return undefined;
  return `left by process ${pid}, which no longer runs`;
}

function parseLock(text: string): { pid?: number; hostname?: string } {
  try {
    return JSON.parse(text) as { pid?: number; hostname?: string };
  } catch {
    return {};
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

async function dropInterruptedCreates(backend: FileBackend, project: string, stack: string): Promise<string[]> {
  const state = await backend.readState(project, stack);
  const pending = state?.checkpoint.latest?.pending_operations ?? [];
  const creating = pending.filter(({ type }) => type === "creating");
  if (!state || creating.length === 0) return [];
  await writeState(backend.stateFile(project, stack), {
    ...state,
    checkpoint: {
      ...state.checkpoint,
      latest: { ...state.checkpoint.latest, pending_operations: pending.filter(({ type }) => type !== "creating") },
    },
  });
  return creating.map(({ resource }) => `creating ${resourceName(resource.urn)} was interrupted and is done again`);
}

async function writeState(file: string, state: StackState): Promise<void> {
  const draft = `${file}.repaired`;
  await writeFile(draft, JSON.stringify(state, undefined, 4), { mode: 0o600 });
  await rename(draft, file);
}
