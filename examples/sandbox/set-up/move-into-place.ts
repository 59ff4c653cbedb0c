import { rename, rm } from "node:fs/promises";

/**
 * Moves a finished folder to where it is looked for. Another process may have been first, with the same result; what lies
 * there without being usable is replaced.
 */
export async function moveIntoPlace(built: string, destination: string, isUsable: () => boolean): Promise<void> {
  try {
    await rename(built, destination);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    if (isUsable()) return;
    await rm(destination, { recursive: true, force: true });
    await rename(built, destination);
  }
}
