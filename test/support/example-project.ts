import { cp, mkdir } from "node:fs/promises";
import * as path from "node:path";
import { packageRoot } from "../../examples/sandbox/source-folder";
import { checkout } from "./account-stack";

/** The folder of an example in a checkout of its own, so that what a test configures there stays out of the real one. */
export async function exampleProject(name: string): Promise<string> {
  const folder = path.join(await checkout(), "examples", name);
  await mkdir(folder, { recursive: true });
  await cp(path.join(packageRoot(), "examples", name, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  return folder;
}
