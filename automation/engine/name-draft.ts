import { constants, copyFile, link } from "node:fs/promises";

/**
 * Gives a file that is written already its name, so that it is there whole or not at all, and never over another.
 *
 * @throws Error with the code `EEXIST` when something has the name.
 */
export async function nameDraft(draft: string, file: string): Promise<void> {
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") throw error;
    // Not every file system knows links.
    return copyFile(draft, file, constants.COPYFILE_EXCL);
  });
}
