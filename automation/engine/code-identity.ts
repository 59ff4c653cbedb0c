import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import * as path from "node:path";
import { candidates } from "./locate-pulumi";

/** Folder of the compiled package: what is below it decides what settings become. */
const compiled = path.resolve(__dirname, "../..");
const deciding = ["components", "providers", "automation/program"];
const plugins = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/random"];

/** A digest of the code that turns settings into resources, this package's version among it; read once a process. */
export function codeIdentity(): Promise<string> {
  codeOnce ??= digestCode();
  return codeOnce;
}

let codeOnce: Promise<string> | undefined;

async function digestCode(): Promise<string> {
  const hash = createHash("sha256").update(versionOf("pulumi-cross-account"));
  for (const folder of deciding) {
    const names = await readdir(path.join(compiled, folder), { recursive: true });
    for (const name of names.filter((candidate) => candidate.endsWith(".js")).sort()) {
      hash.update(name).update(await readFile(path.join(compiled, folder, name)));
    }
  }
  return hash.digest("base64url");
}

/**
 * Versions of the engine and of the packages its plugins come from, without starting a process.
 *
 * The CLI is told by size and time of its file: asking it for its version takes a process.
 */
export async function engineVersions(env: NodeJS.ProcessEnv = process.env): Promise<Record<string, string>> {
  const [command] = await candidates(env);
  const file = command === undefined ? undefined : await stat(command);
  return {
    ...Object.fromEntries(plugins.map((name) => [name, versionOf(name)])),
    ...(file ? { pulumi: `${file.size} ${file.mtimeMs}` } : {}),
  };
}

function versionOf(packageName: string): string {
  const { version } = require(`${packageName}/package.json`) as { version: string };
  return version;
}
