import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import * as path from "node:path";
import { cacheFolder } from "../../../automation/engine/cache-folder";
import { moveIntoPlace } from "../set-up/move-into-place";
import { createPythonVenv } from "../set-up/python-venv";
import { sourceFolder } from "../source-folder";

/** The emulator's version, as pinned in requirements.txt. */
export const ministackVersion = "1.5.33";

/** What may be said about where the emulator is installed; everything has a default. */
export interface InstallMinistackOptions {
  /** Folder that holds what set-up installs; default `pulumi-cross-account` in the user's cache folder. */
  cacheFolder?: string;
  onProgress?: (message: string) => void;
}

/**
 * Makes sure the AWS emulator is installed, in a Python environment of its own in the user's cache folder, and returns its interpreter.
 *
 * Each package is checked against its committed hash. The environment is moved into place whole, so that an interrupted
 * installation leaves nothing that looks finished and two at a time do not disturb each other.
 *
 * @throws Error when there is no Python 3.10 or newer (the emulator's own requirement), or a package cannot be fetched.
 */
export async function installMinistack(options: InstallMinistackOptions = {}): Promise<string> {
  const folder = path.join(options.cacheFolder ?? cacheFolder(), `ministack-${ministackVersion}`);
  const python = interpreterOf(folder);
  if (existsSync(python)) return python;
  options.onProgress?.(`installing the AWS emulator, MiniStack ${ministackVersion}, once`);
  await mkdir(path.dirname(folder), { recursive: true });
  const scratch = await mkdtemp(`${folder}.installing-`);
  try {
    await createPythonVenv({
      folder: scratch,
      requirements: sourceFolder("examples/sandbox/aws/requirements.txt"),
      oldestMinor: 10,
    });
    await moveIntoPlace(scratch, folder, () => existsSync(python));
  } catch (error) {
    throw new Error(`The AWS emulator could not be installed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return python;
}

// A link to the machine's Python: gone together with it, and then the environment is made anew.
function interpreterOf(folder: string): string {
  return path.join(folder, "bin", "python");
}
