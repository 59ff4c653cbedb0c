import { copyFile, mkdir, mkdtemp, symlink } from "node:fs/promises";
import * as path from "node:path";
import type { Sandbox } from "../../examples/sandbox/sandbox";
import { packageRoot } from "../../examples/sandbox/source-folder";

/**
 * A folder that stands for a checkout of this package, so that what a test configures there stays out of the real one. It
 * lies in the sandbox's folder and goes with it.
 */
export async function checkout({ dir }: Sandbox): Promise<string> {
  const folder = await mkdtemp(path.join(dir, "checkout-"));
  await copyFile(path.join(packageRoot(), "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  for (const name of ["package.json", "node_modules", "dist"]) {
    await symlink(path.join(packageRoot(), name), path.join(folder, name));
  }
  return folder;
}

/** The folder of an example in such a checkout. */
export async function exampleProject(sandbox: Sandbox, name: string): Promise<string> {
  const folder = path.join(await checkout(sandbox), "examples", name);
  await mkdir(folder, { recursive: true });
  await copyFile(path.join(packageRoot(), "examples", name, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  return folder;
}
