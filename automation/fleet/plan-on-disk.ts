import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { InputError } from "../errors";
import { checkPlanFile, isPlanFile, type PlanFile } from "../plan/plan-file";

/**
 * Reads a plan that `writePlanFile` wrote.
 *
 * @throws InputError when there is none, or it is none, of another version, or was edited.
 */
export async function readPlanFile(file: string): Promise<PlanFile> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw refusal(file, `cannot be read (${error.code ?? error.message})`);
  });
  return checkPlanFile(parseJson(text) ?? {}, file);
}

/**
 * Writes a plan, as a whole or not at all; one that is there is replaced.
 *
 * @throws InputError when another kind of file is there, or it cannot be written.
 */
export async function writePlanFile(file: string, plan: PlanFile): Promise<void> {
  await assertReplaceable(file);
  const draft = `${file}.${process.pid}.draft`;
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(draft, `${JSON.stringify(plan, undefined, 2)}\n`);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw refusal(file, `cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

/**
 * Refuses a place where something else than a plan is, such as the fleet file itself.
 *
 * @throws InputError
 */
export async function assertReplaceable(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw refusal(file, `cannot be written (${error.code ?? error.message})`);
  });
  if (text === undefined || text.trim() === "") return;
  const found = parseJson(text);
  if (typeof found === "object" && found !== null && isPlanFile(found)) return;
  throw refusal(file, "is another file than a plan, and is not replaced: name another one");
}

function refusal(file: string, message: string): InputError {
  return new InputError("The plan file", [{ path: file, message }]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
