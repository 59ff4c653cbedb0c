import { createHash } from "node:crypto";
import { readFile, readlink } from "node:fs/promises";
import { hostname, userInfo } from "node:os";

/** The process that works, as somebody who waits for it has to know it. */
export interface Worker {
  host: string;
  pid: number;
  user: string;
  /** Where its process id means something: the same for processes that see each other, and for no other ones. */
  machine: string;
}

/** This process. */
export async function thisWorker(): Promise<Worker> {
  return { host: hostname(), pid: process.pid, user: readUser(), machine: await readMachine() };
}

/** A host name alone is not enough: containers may share one, and each counts its processes from 1. */
async function readMachine(): Promise<string> {
  const facts = await Promise.all([
    readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => ""),
    readlink("/proc/self/ns/pid").catch(() => ""),
  ]);
  return createHash("sha256")
    .update([hostname(), ...facts].join("\n"))
    .digest("hex")
    .slice(0, 16);
}

function readUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return String(process.getuid?.() ?? "somebody");
  }
}
