import type { Worker } from "./machine";

/** Who works on a fleet. */
export interface LeaseHolder extends Worker {
  /** One of its own for each time the lease is taken. */
  id: string;
  /** What it does, such as `up`. */
  verb: string;
  /** ISO 8601, by the holder's clock; only to be told. */
  since: string;
  /** How long it is taken to live without a sign of life, in milliseconds. */
  ttlMs: number;
  /** How many signs of life it gave; makes each of them another text. */
  beats: number;
}

/** What is known of the lease, and of whoever holds it. */
export interface LeaseFacts {
  /** Text of the record. */
  text: string;
  ageMs: number;
  /** The machine of who asks. */
  machine: string;
  /** Whether the holder's process runs; only asked for when it is one of this machine. */
  isRunning(pid: number): Promise<boolean>;
}

/** The text of the record while nobody holds the lease. */
export const freeLease = "{}\n";

/** The text of the record while somebody holds it. */
export function renderHolder(holder: LeaseHolder): string {
  return `${JSON.stringify(holder)}\n`;
}

/** Who holds the lease; nothing when nobody does: it was given back, its process is gone, or it gave no sign of life for too long. */
export async function findHolder(facts: LeaseFacts): Promise<LeaseHolder | undefined> {
  const holder = parseHolder(facts.text);
  if (!holder || facts.ageMs > holder.ttlMs) return undefined;
  const isGone = holder.machine === facts.machine && !(await facts.isRunning(holder.pid));
  return isGone ? undefined : holder;
}

/** Who wrote the record; nothing when nobody holds the lease, or it is damaged. */
export function parseHolder(text: string): LeaseHolder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<LeaseHolder>;
    return typeof holder.id === "string" ? (holder as LeaseHolder) : undefined;
  } catch {
    return undefined;
  }
}
