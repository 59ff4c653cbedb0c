import * as path from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { builtPulumiFolder, locatePulumi, pulumiVersion } from "../../../automation/engine/locate-pulumi";
import { sourceFolder } from "../source-folder";
import { buildPulumi } from "./build-pulumi";

/** How long the official download may take before the CLI is built instead. */
const downloadLimitMs = 60_000;

/**
 * Makes sure that a Pulumi CLI which fits is on this machine: found, else downloaded, else built. Returns the command's path.
 *
 * @throws Error naming each way that was tried and the official installer, when none worked.
 */
export async function ensurePulumi(onProgress: (message: string) => void, signal?: AbortSignal): Promise<string> {
  const found = await locatePulumi().catch(() => undefined);
  if (found) return found.command;
  const failures: string[] = [];
  for (const obtain of [download, build]) {
    try {
      await obtain(onProgress, signal);
      return (await locatePulumi()).command;
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `No Pulumi CLI could be found, downloaded or built.\n${failures.map((failure) => `  - ${failure}`).join("\n")}\n` +
      "Install it as pulumi.com/docs/install describes and run this again.",
  );
}

async function download(onProgress: (message: string) => void): Promise<void> {
  onProgress("downloading the Pulumi CLI");
  const limit = new Promise<never>((_resolve, reject) => {
    setTimeout(
      () => reject(new Error(`the official download took over ${downloadLimitMs / 1000} s`)),
      downloadLimitMs,
    ).unref();
  });
  await Promise.race([PulumiCommand.install(), limit]).catch((error: unknown) => {
    throw new Error(`the official download failed: ${firstLine(error)}`);
  });
}

async function build(onProgress: (message: string) => void, signal?: AbortSignal): Promise<void> {
  onProgress("no download possible here: building the Pulumi CLI from source, about three minutes, once");
  await buildPulumi({
    version: pulumiVersion,
    destination: builtPulumiFolder(),
    recipe: sourceFolder("examples/sandbox/set-up"),
    pulumiPackage: path.dirname(require.resolve("@pulumi/pulumi/package.json")),
    onProgress,
    ...(signal ? { signal } : {}),
  });
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0] ?? message;
}
