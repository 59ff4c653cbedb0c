import { execFileSync } from "node:child_process";
import { mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** A file system of one megabyte in memory. */
export interface SmallDisk {
  folder: string;
  /** Leaves room for this many bytes. */
  fill(leaving: number): Promise<void>;
  /** Gives back what `fill` took. */
  free(): Promise<void>;
  setReadOnly(readOnly: boolean): void;
  close(): Promise<void>;
}

/** Mounts a small disk; nothing where this process may not, which only root may. */
export async function mountSmallDisk(): Promise<SmallDisk | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), "small-disk-"));
  const mount = (...args: string[]) => execFileSync("mount", args, { stdio: "ignore" });
  try {
    mount("-t", "tmpfs", "-o", "size=1m", "none", folder);
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  const ballast = path.join(folder, "ballast");
  return {
    folder,
    fill: async (leaving) => {
      const { bavail, bsize } = await statfs(folder);
      await writeFile(ballast, Buffer.alloc(bavail * bsize - leaving));
    },
    free: () => rm(ballast, { force: true }),
    setReadOnly: (readOnly) => mount("-o", `remount,${readOnly ? "ro" : "rw"}`, folder),
    close: async () => {
      execFileSync("umount", [folder], { stdio: "ignore" });
      await rm(folder, { recursive: true });
    },
  };
}
