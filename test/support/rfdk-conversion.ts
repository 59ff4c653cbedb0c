import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import * as path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../automation/engine/cache-folder";
import { moveIntoPlace } from "../../examples/sandbox/set-up/move-into-place";

const name = "aws-rfdk";
const version = "1.3.0";
const integrity = "sha512-QQY3BR5taSLbYbBqH7bidxwojF8OyAkFzreamFeCkXgEU9ZcOu9Q0luRdF6Mcc1+1fOvjMzSFGX9vjU2l7Hdiw==";
const conversion = "package/lib/lambdas/nodejs/configure-spot-event-plugin/conversion.js";

/** What RFDK makes of artefacts before it hands them to Deadline; each throws an Error with its own words. */
export interface RfdkConversion {
  convertSpotFleetRequestConfiguration(configurations: unknown): Record<string, Record<string, unknown>>;
  convertSpotEventPluginSettings(settings: unknown): Record<string, unknown>;
}

/**
 * RFDK's own conversion functions, from its package in the user's cache folder.
 *
 * Only the package itself is fetched and never installed: its one file needs nothing, and its dependency, the AWS CDK, is large.
 */
export async function loadRfdkConversion(): Promise<RfdkConversion> {
  const folder = path.join(cacheFolder(), `${name}-${version}`);
  const file = path.join(folder, conversion);
  if (!existsSync(file)) await unpackInto(folder);
  return createRequire(__filename)(file) as RfdkConversion;
}

async function unpackInto(folder: string): Promise<void> {
  const run = promisify(execFile);
  await mkdir(path.dirname(folder), { recursive: true });
  const scratch = await mkdtemp(`${folder}.installing-`);
  try {
    await run("npm", ["pack", "--silent", "--prefer-offline", "--pack-destination", scratch, `${name}@${version}`], {
      cwd: scratch,
    });
    const [archive = ""] = await readdir(scratch);
    await assertUnchanged(path.join(scratch, archive));
    await run("tar", ["-xzf", archive], { cwd: scratch });
    await moveIntoPlace(scratch, folder, () => existsSync(path.join(folder, conversion)));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function assertUnchanged(archive: string): Promise<void> {
  const found = `sha512-${createHash("sha512")
    .update(await readFile(archive))
    .digest("base64")}`;
  if (found !== integrity) throw new Error(`${name} ${version} is not the package it was: ${found}`);
}
