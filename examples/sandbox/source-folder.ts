import { existsSync } from "node:fs";
import * as path from "node:path";

/** The folder of the checkout this code was compiled from: the nearest one upward with a package.json. */
export function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, "package.json"))) {
    const parent = path.dirname(folder);
    if (parent === folder)
      throw new Error(`No package.json above ${__dirname}: the sandbox runs from a checkout only.`);
    folder = parent;
  }
  return folder;
}

/** A folder of the source tree, for files that are not compiled such as seeds and requirements. */
export function sourceFolder(relativePath: string): string {
  return path.join(packageRoot(), relativePath);
}
