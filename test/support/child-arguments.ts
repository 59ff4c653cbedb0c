import { readProcessTree } from "./process-tree";

/** The command lines of every process this process started, directly or through others, detached ones included. */
export async function readArguments(root: number): Promise<string[]> {
  return (await readProcessTree(root)).map(({ commandLine }) => commandLine);
}
