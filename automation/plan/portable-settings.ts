import { createHash } from "node:crypto";

// Backends and addresses may carry a password.
const passwordInUrl = /^([a-z][a-z0-9+.-]*:\/\/[^/@:]*:)[^/@]+@/i;

/**
 * Settings as they may lie in a file that is passed on: without passwords in addresses and without the arguments of commands that print
 * tokens, paths from the fleet's folder on, so that they read the same on every machine. Equal settings stay equal. Pure.
 *
 * @param folder Absolute path of the fleet's folder.
 */
export function portableSettings(settings: unknown, folder: string): unknown {
  return JSON.parse(JSON.stringify(settings), (key, value: unknown) => {
    if (key === "command" && Array.isArray(value)) return hideArguments(value);
    return typeof value === "string" ? portableText(value, folder) : value;
  });
}

function portableText(text: string, folder: string): string {
  const shown = text.replace(passwordInUrl, "$1[hidden]@");
  const [scheme = ""] = /^file:\/\//.exec(shown) ?? [];
  const rest = shown.slice(scheme.length);
  if (rest === folder) return `${scheme}.`;
  return rest.startsWith(`${folder}/`) ? `${scheme}.${rest.slice(folder.length)}` : shown;
}

/** A command may carry a credential of its own; that it is another one is still to be seen. */
function hideArguments([program, ...rest]: readonly unknown[]): unknown[] {
  if (rest.length === 0) return [program];
  const digest = createHash("sha256").update(JSON.stringify(rest)).digest("hex").slice(0, 16);
  return [program, `[${rest.length} arguments, ${digest}]`];
}
