import { homedir } from "node:os";
import * as path from "node:path";

/** Folder in the user's cache for what this package has to install or build once for a machine. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const cache = env.XDG_CACHE_HOME || path.join(env.HOME || homedir(), ".cache");
  return path.join(cache, "pulumi-cross-account");
}
