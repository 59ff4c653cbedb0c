import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A Python environment of its own, filled from a requirements file. */
export interface PythonVenv {
  /** The environment's own interpreter. */
  python: string;
  /** Folder the packages were installed into. */
  packagesFolder: string;
}

/**
 * Makes a Python environment in `folder` with exactly the packages of a requirements file, each checked against its hash.
 *
 * @throws Error when the machine has no Python that is new enough, or a package cannot be fetched.
 */
export async function createPythonVenv(options: {
  folder: string;
  requirements: string;
  /** Oldest minor version of Python 3 that will do; default 9. */
  oldestMinor?: number;
}): Promise<PythonVenv> {
  await run(await findPython(options.oldestMinor ?? 9), ["-m", "venv", options.folder]);
  const python = path.join(options.folder, "bin", "python");
  await run(
    python,
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", options.requirements],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const { stdout } = await run(python, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]);
  const packagesFolder = stdout.trim();
  await access(packagesFolder);
  return { python, packagesFolder };
}

async function findPython(oldestMinor: number): Promise<string> {
  for (const command of ["python3", "python"]) {
    try {
      await run(command, ["-c", `import sys, venv; sys.exit(0 if sys.version_info >= (3, ${oldestMinor}) else 1)`]);
      return command;
    } catch {
      // Try the next name; the error below says what is missing.
    }
  }
  throw new Error(
    `Python 3.${oldestMinor} or newer with its venv module is needed on the PATH: install it (on Debian: python3-venv) and run this again.`,
  );
}
