import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import * as path from "node:path";
import { nameDraft } from "../engine/name-draft";
import type { FactRecord } from "./fact-store";

const draftExtension = ".draft";

/** Writing one takes milliseconds: an older draft is of a process that was killed. */
const staleDraftMs = 60_000;

/**
 * A record in a folder of its own, each version a file named by its number; the highest number counts.
 *
 * A version is linked into place under a name that is not taken, which the file system lets one writer do, whatever process or machine
 * it is in. That needs no lock that a killed process could leave behind.
 */
export class FolderRecord {
  constructor(private readonly folder: string) {}

  async read(): Promise<FactRecord | undefined> {
    const number = await this.newest();
    if (number === 0) return undefined;
    const file = this.file(number);
    const text = await readFile(file, "utf8").catch(absent);
    // Somebody wrote a newer one meanwhile and removed this one.
    if (text === undefined) return this.read();
    return { text, version: String(number), age: () => this.ageOf(file) };
  }

  async write(text: string, version = "0"): Promise<string | undefined> {
    await mkdir(this.folder, { recursive: true });
    const number = Number(version) + 1;
    const draft = await this.writeDraft(text);
    try {
      if (!(await isFirst(draft, this.file(number)))) return undefined;
      // The name may be free as the version that had it is outdated and removed by now.
      if ((await this.newest()) !== number) {
        await rm(this.file(number), { force: true });
        return undefined;
      }
    } finally {
      await rm(draft, { force: true });
    }
    await this.removeOlderThan(number);
    return String(number);
  }

  private async newest(): Promise<number> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => absent(error) ?? []);
    return Math.max(0, ...names.map(Number).filter(Number.isSafeInteger));
  }

  private file(number: number): string {
    return path.join(this.folder, String(number));
  }

  private async writeDraft(text: string): Promise<string> {
    const draft = path.join(this.folder, `${randomUUID()}${draftExtension}`);
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    return draft;
  }

  /** Both times are those of the file system, which may be another machine's. */
  private async ageOf(file: string): Promise<number> {
    const draft = await this.writeDraft("");
    try {
      const [now, written] = await Promise.all([stat(draft), stat(file).catch(absent)]);
      return written ? Math.max(0, now.mtimeMs - written.mtimeMs) : 0;
    } finally {
      await rm(draft, { force: true });
    }
  }

  private async removeOlderThan(number: number): Promise<void> {
    const names = await readdir(this.folder);
    const outdated = names.filter((name) => Number(name) < number);
    const drafts = names.filter((name) => name.endsWith(draftExtension));
    const ages = await Promise.all(drafts.map((name) => stat(path.join(this.folder, name)).catch(absent)));
    const stale = drafts.filter((_name, index) => Date.now() - (ages[index]?.mtimeMs ?? Date.now()) > staleDraftMs);
    await Promise.all([...outdated, ...stale].map((name) => rm(path.join(this.folder, name), { force: true })));
  }
}

/** Gives the draft its name; false when another one has it. */
async function isFirst(draft: string, file: string): Promise<boolean> {
  try {
    await nameDraft(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
