import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import * as path from "node:path";
import { cacheFolder } from "../../automation/engine/cache-folder";
import { moveIntoPlace } from "../../examples/sandbox/set-up/move-into-place";
import { createPythonVenv } from "../../examples/sandbox/set-up/python-venv";
import { sourceFolder } from "../../examples/sandbox/source-folder";

const folderName = "stacker-1.7.2";

/** What a profile came to. */
export interface ProfileUse {
  arn?: string;
  body?: string;
  error?: string;
}

/** stacker itself and the botocore below it, installed once in the user's cache folder. */
export class StackerConsumer {
  private constructor(private readonly python: string) {}

  static async install(): Promise<StackerConsumer> {
    const folder = path.join(cacheFolder(), folderName);
    const python = path.join(folder, "bin", "python");
    if (!existsSync(python)) await installInto(folder);
    return new StackerConsumer(python);
  }

  /** What stacker understands of a stacker.yaml. @throws Error with its own words when it refuses the file. */
  async parse(stackerYaml: string): Promise<Record<string, unknown>> {
    return JSON.parse(await this.run("parse_stacker.py", [], {}, stackerYaml)) as Record<string, unknown>;
  }

  /** Enters AWS by a profile of the environment's `AWS_CONFIG_FILE`, and writes or reads a template. */
  async use(env: Record<string, string>, profile: string, ...action: string[]): Promise<ProfileUse> {
    return JSON.parse(await this.run("use_profile.py", [profile, ...action], env)) as ProfileUse;
  }

  private run(script: string, args: string[], env: Record<string, string>, input = ""): Promise<string> {
    const file = sourceFolder(path.join("test/support/stacker-consumer", script));
    const { PATH = "" } = process.env;
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

async function installInto(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const scratch = await mkdtemp(`${folder}.installing-`);
  try {
    const requirements = sourceFolder("test/support/stacker-consumer/requirements.txt");
    await createPythonVenv({ folder: scratch, requirements, oldestMinor: 10 });
    await moveIntoPlace(scratch, folder, () => existsSync(path.join(folder, "bin", "python")));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
