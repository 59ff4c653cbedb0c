import { spawnSync } from "node:child_process";
import { access, constants } from "node:fs/promises";
import * as path from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** A browser of this machine: installed with apt-get where that is possible; nothing where there is none. */
export async function findChromium(): Promise<string | undefined> {
  return (await installedChromium()) ?? (installChromium() ? installedChromium() : undefined);
}

/** Starts a browser without a window; `program` is what {@link findChromium} found. */
export function startChromium(program: string): Promise<Browser> {
  // Its sandbox does not work for root, and a container has little shared memory; only pages of ours are opened.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: program,
    args: [...(isRoot ? ["--no-sandbox"] : []), "--disable-dev-shm-usage"],
    timeout: 120_000,
  });
}

async function installedChromium(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  for (const file of folders.flatMap((folder) => names.map((name) => path.join(folder, name)))) {
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

function installChromium(): boolean {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, stdio: "ignore" } as const;
  // A machine may never have asked which packages there are.
  spawnSync("apt-get", ["update"], options);
  const args = ["install", "-y", "--no-install-recommends", "chromium"];
  return spawnSync("apt-get", args, options).status === 0;
}
