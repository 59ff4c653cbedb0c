import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import * as path from "node:path";
import { cacheFolder } from "../../automation/engine/cache-folder";
import { moveIntoPlace } from "../../examples/sandbox/set-up/move-into-place";
import { createPythonVenv } from "../../examples/sandbox/set-up/python-venv";
import { sourceFolder } from "../../examples/sandbox/source-folder";

/** Python packages of somebody else, installed once in the user's cache folder, and the scripts that use them. */
export class PythonTool {
  private constructor(
    private readonly python: string,
    private readonly scripts: string,
  ) {}

  /**
   * Installs what `requirements.txt` of a folder below `test/support` names, each package by version and hash.
   *
   * `name` is the folder in the cache: change it with the requirements.
   */
  static async install(name: string, scripts: string): Promise<PythonTool> {
    const folder = path.join(cacheFolder(), name);
    const python = path.join(folder, "bin", "python");
    const source = sourceFolder(path.join("test/support", scripts));
    if (!existsSync(python)) await installInto(folder, path.join(source, "requirements.txt"));
    return new PythonTool(python, source);
  }

  /** What a script prints. @throws Error with what it writes to its standard error when it fails. */
  run(script: string, args: string[], env: Record<string, string>, input = ""): Promise<string> {
    const { PATH = "" } = process.env;
    const file = path.join(this.scripts, script);
    const child = spawn(this.python, ["-W", "ignore", file, ...args], { env: { PATH, ...env } });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output.stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output.stderr += chunk));
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => (code === 0 ? resolve(output.stdout) : reject(new Error(output.stderr))));
    });
  }
}

async function installInto(folder: string, requirements: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const scratch = await mkdtemp(`${folder}.installing-`);
  try {
    await createPythonVenv({ folder: scratch, requirements, oldestMinor: 10 });
    await moveIntoPlace(scratch, folder, () => existsSync(path.join(folder, "bin", "python")));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
