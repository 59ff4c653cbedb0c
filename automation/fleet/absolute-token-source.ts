import * as path from "node:path";
import type { TokenSource } from "../../providers/token-source";

/** A token source whose file, or program written with a leading `./` or `../`, begins at a folder. */
export function absoluteTokenSource(source: TokenSource, folder: string): TokenSource {
  if (source.file !== undefined) return { ...source, file: path.resolve(folder, source.file) };
  const [program = "", ...args] = source.command ?? [];
  if (!/^\.\.?\//.test(program)) return source;
  return { ...source, command: [path.resolve(folder, program), ...args] };
}
