import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import type { ArtefactOutcome, Failure } from "../model";
import type { Artefact } from "../parties/artefact";
import { type FileStep, headingOf, planFiles } from "./plan-files";

/** Where a party's artefacts go and for which fleet. */
export interface ArtefactPlace {
  fleet: string;
  /** Absolute path of the party's folder. */
  folder: string;
}

const strange: Failure = {
  kind: "artefact",
  message: "was not written for this fleet, so it stays as it is",
  instruction: "Move it away, or name another folder in artefacts.folder, and run the same again.",
};

/**
 * Brings a party's folder to the artefacts, each file replaced as a whole and only when its text changes. What fails is told by file.
 *
 * @returns What became of each file, by its absolute path; nothing where there is nothing to write or delete.
 */
export async function writeArtefacts(
  artefacts: readonly Artefact[],
  { fleet, folder }: ArtefactPlace,
): Promise<ArtefactOutcome[]> {
  const existing = await readFiles(folder).catch((error: unknown) => failureOf(error, "read"));
  if (!(existing instanceof Map)) return [{ path: folder, state: "failed", failure: existing }];
  const outcomes: ArtefactOutcome[] = [];
  for (const step of planFiles(artefacts, existing, headingOf(fleet))) {
    outcomes.push(await takeStep(step, path.join(folder, step.path)));
  }
  await removeEmptyFolders(folder, outcomes);
  return outcomes;
}

async function takeStep({ state, text = "" }: FileStep, file: string): Promise<ArtefactOutcome> {
  if (state === "strange") return { path: file, state: "failed", failure: strange };
  try {
    if (state === "written") await replaceFile(file, text);
    if (state === "deleted") await rm(file);
    return { path: file, state };
  } catch (error) {
    const failure = failureOf(error, state === "deleted" ? "deleted" : "written");
    return { path: file, state: "failed", failure };
  }
}

/** Whoever reads the file sees the text before or this one, never a part. */
async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Texts of all files in a folder and below, by path with `/`; none when there is no folder. */
async function readFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (file) => [nameIn(folder, file), await readFile(file, "utf8")] as const),
  );
  return new Map(texts);
}

function nameIn(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join("/");
}

/** Folders that a deletion left empty, from the file's own up to the one of all parties; one with anything in it stays. */
async function removeEmptyFolders(folder: string, outcomes: readonly ArtefactOutcome[]): Promise<void> {
  const top = path.dirname(folder);
  for (const { path: file, state } of outcomes) {
    if (state !== "deleted") continue;
    for (let parent = path.dirname(file); parent.startsWith(top); parent = path.dirname(parent)) {
      if (!(await removeEmpty(parent))) break;
    }
  }
}

function removeEmpty(folder: string): Promise<boolean> {
  return rmdir(folder).then(
    () => true,
    () => false,
  );
}

function failureOf(error: unknown, verb: string): Failure {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  return {
    kind: "artefact",
    message: `cannot be ${verb} (${code})`,
    instruction:
      "What was done in the accounts stays. Make the folder writable, or name another one in artefacts.folder, and run the same again.",
  };
}
