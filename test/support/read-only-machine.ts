import { execFileSync } from "node:child_process";

/**
 * A machine of which only one folder can be written, as containers and Lambda are: the command sees every file system read-only. Only
 * root may do that, in a mount namespace of its own.
 */
const script = `
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
cut -d ' ' -f 2 /proc/mounts | while read -r place; do
  [ "$place" = "$1" ] || mount -o remount,ro,bind "$place" 2>/dev/null || true
done
if touch "$2/written" 2>/dev/null; then echo "$2 can be written" >&2; exit 99; fi
cd "$2"
shift 2
exec "$@"`;

/** The command and its arguments, to be run with `cwd` as read-only as all but `writable`. */
export function onReadOnlyMachine(writable: string, cwd: string, command: readonly string[]): [string, string[]] {
  return ["unshare", ["--mount", "sh", "-c", script, "sh", writable, cwd, ...command]];
}

/** Whether this process may make such a machine. */
export function mayMakeReadOnlyMachine(): boolean {
  try {
    execFileSync("unshare", ["--mount", "mount", "--make-rprivate", "/"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
