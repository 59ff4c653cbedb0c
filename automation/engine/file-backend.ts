import { randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { nameDraft } from "./name-draft";

const scheme = "file://";
const stateFile = /^(?<stack>.+?)\.json(?:\.gz|\.zst)?$/;

/** A resource as a stack's state records it. */
export interface StoredResource {
  urn: string;
  type: string;
  custom?: boolean;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  parent?: string;
  provider?: string;
  /** True when another took its place and only its deletion is left. */
  delete?: boolean;
}

/** What the engine needs to know of a stack's recorded state; everything else in it is the CLI's business. */
export interface StackState {
  version: number;
  checkpoint: {
    stack: string;
    latest?: {
      secrets_providers?: { type: string; state?: { salt?: string; url?: string; encryptedkey?: string } };
      pending_operations?: { type: string; resource: StoredResource }[];
      resources?: StoredResource[];
    };
  };
}

/** The URL of a backend with a relative `file://` path made absolute, as every operation runs in a folder of its own. */
export function absoluteBackend(backend: string, folder: string = process.cwd()): string {
  if (!backend.startsWith(scheme)) return backend;
  const [location = "", query] = backend.slice(scheme.length).split("?", 2);
  const expanded = /^~(?=\/|$)/.test(location) ? path.join(homedir(), location.slice(1)) : location;
  return `${scheme}${path.resolve(folder, expanded)}${query === undefined ? "" : `?${query}`}`;
}

/**
 * The state of a fleet's stacks in a `file://` backend, read and written without starting a process.
 *
 * The layout is that of the CLI: `.pulumi/stacks/<project>/<stack>.json` (pulumi `pkg/backend/diy/store.go`).
 */
export class FileBackend {
  private constructor(readonly folder: string) {}

  /** The backend behind an absolute URL; nothing when it is not a folder of this machine. */
  static at(url: string): FileBackend | undefined {
    if (!url.startsWith(scheme)) return undefined;
    return new FileBackend(url.slice(scheme.length).split("?", 1)[0] ?? "");
  }

  /** The backend in a folder. */
  static in(folder: string): FileBackend {
    return new FileBackend(folder);
  }

  /** Names of the project's stacks, sorted. */
  async listStacks(project: string): Promise<string[]> {
    const names = await namesIn(this.stackFolder(project));
    return [...new Set(names.flatMap((name) => stateFile.exec(name)?.groups?.stack ?? []))].sort();
  }

  async exists(project: string, stack: string): Promise<boolean> {
    const candidates = ["", ".gz", ".zst"].map((suffix) => `${this.stateFile(project, stack)}${suffix}`);
    const found = await Promise.all(candidates.map(isThere));
    return found.includes(true);
  }

  /** Makes a stack without resources; it costs no process, where `pulumi stack init` costs a third of a CPU second. */
  async seed(project: string, stack: string): Promise<void> {
    await this.refuseLegacyLayout();
    await makeFolder(this.stackFolder(project));
    const state: StackState = { version: 3, checkpoint: { stack: `organization/${project}/${stack}` } };
    await writeWhole(this.stateFile(project, stack), JSON.stringify(state));
  }

  /** What is recorded of a stack; nothing when it does not exist, is compressed or cannot be read, which the CLI reports. */
  async readState(project: string, stack: string): Promise<StackState | undefined> {
    try {
      return JSON.parse(await readFile(this.stateFile(project, stack), "utf8")) as StackState;
    } catch {
      return undefined;
    }
  }

  /** Replaces what is recorded of a stack, at once and whole. */
  async writeState(project: string, stack: string, state: StackState): Promise<void> {
    const file = this.stateFile(project, stack);
    const draft = `${file}.repaired`;
    await writeFile(draft, JSON.stringify(state, undefined, 4), { mode: 0o600 });
    await rename(draft, file);
  }

  /**
   * Removes the notes beside a stack's state that a killed process had begun and not written: the CLI then reads no state at all, and
   * makes them anew where there are none. Source: gocloud.dev `blob/fileblob`, which creates the file and then writes it.
   */
  async dropUnwrittenNotes(project: string, stack: string): Promise<boolean> {
    if (!(await this.hasUnwrittenNotes(project, stack))) return false;
    await rm(this.notesFile(project, stack), { force: true });
    return true;
  }

  /** Whether there are such notes, which may also be in the middle of being written. */
  async hasUnwrittenNotes(project: string, stack: string): Promise<boolean> {
    return stat(this.notesFile(project, stack)).then(
      ({ size }) => size === 0,
      () => false,
    );
  }

  /** Path of a stack's uncompressed state. */
  stateFile(project: string, stack: string): string {
    return path.join(this.stackFolder(project), `${stack}.json`);
  }

  /** Folder of the locks on one stack. */
  lockFolder(project: string, stack: string): string {
    return path.join(this.folder, ".pulumi", "locks", "organization", project, stack);
  }

  private notesFile(project: string, stack: string): string {
    return `${this.stateFile(project, stack)}.attrs`;
  }

  private stackFolder(project: string): string {
    return path.join(this.folder, ".pulumi", "stacks", project);
  }

  private async refuseLegacyLayout(): Promise<void> {
    const bookkeeping = path.join(this.folder, ".pulumi");
    if (await isThere(path.join(bookkeeping, "meta.yaml"))) return;
    const names = await namesIn(path.join(bookkeeping, "stacks"));
    if (!names.some((name) => stateFile.test(name))) return;
    throw new Error(
      `The state in ${this.folder} has the old layout without projects; run \`pulumi state upgrade\` there first.`,
    );
  }
}

/** Makes a folder and its parents. Node.js's own way to do so calls a read-only file system a missing folder. */
async function makeFolder(folder: string): Promise<void> {
  const make = () =>
    mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  await make().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    await makeFolder(path.dirname(folder));
    await make();
  });
}

/** Writes a new file so that it is there whole or not at all, whatever happens meanwhile, and never over another. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.draft`;
  try {
    await writeFile(draft, text);
    await nameDraft(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
