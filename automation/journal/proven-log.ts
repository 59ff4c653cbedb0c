import type { GrantOutcome, RecordedRole } from "../model";

/** An account as it was when its roles were proven last. */
export interface ProvenAccount {
  accountId: string;
  /** What decided the result, see `createFingerprint`. */
  fingerprint: string;
  /** ISO 8601. */
  provenAt: string;
  /** The run that proved it. */
  provenIn: string;
  grants: GrantOutcome[];
  /** The roles its stack recorded. */
  roles: Pick<RecordedRole, "arn" | "trust">[];
}

/** An account that was proven, or one that is forgotten: then nothing but its id. */
export type ProvenEntry = ProvenAccount | { accountId: string };

/** What was known at the end of a run. */
export interface ProvenBase {
  accounts: readonly ProvenAccount[];
  /** Logs that are part of it, and count no more. */
  folded: readonly string[];
}

/** The text of the record. */
export function renderBase({ accounts, folded }: ProvenBase): string {
  return [{ folded }, ...accounts].map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

/** Reads the record; nothing is known where it is not there or damaged. */
export function parseBase(text: string): ProvenBase {
  const [head = "", ...lines] = text.split("\n");
  const { folded = [] } = (parse(head) ?? {}) as { folded?: string[] };
  return { accounts: lines.flatMap((line) => parseEntry(line) ?? []).filter(isProven), folded };
}

/**
 * What is known when the logs of several writers lie on top of a record. Pure.
 *
 * Clocks of machines differ, so nothing is decided by time: an account that any of them forgot last is forgotten, and so is one that two
 * proved differently. That only makes it be looked at once more.
 */
export function mergeLogs(base: ProvenBase, logs: readonly (readonly string[])[]): Map<string, ProvenAccount> {
  const known = new Map(base.accounts.map((account) => [account.accountId, account]));
  const seen = new Map<string, ProvenEntry>();
  for (const lines of logs) {
    for (const entry of lastEntries(lines).values()) {
      const before = seen.get(entry.accountId);
      seen.set(entry.accountId, before && !isSame(before, entry) ? { accountId: entry.accountId } : entry);
    }
  }
  for (const entry of seen.values()) {
    if (isProven(entry)) known.set(entry.accountId, entry);
    else known.delete(entry.accountId);
  }
  return known;
}

function lastEntries(lines: readonly string[]): Map<string, ProvenEntry> {
  const entries = lines.flatMap((line) => parseEntry(line) ?? []);
  return new Map(entries.map((entry) => [entry.accountId, entry]));
}

function isSame(one: ProvenEntry, other: ProvenEntry): boolean {
  return isProven(one) && isProven(other) && one.fingerprint === other.fingerprint;
}

function isProven(entry: ProvenEntry): entry is ProvenAccount {
  return "fingerprint" in entry;
}

function parseEntry(line: string): ProvenEntry | undefined {
  const entry = parse(line) as Partial<ProvenAccount> | null | undefined;
  return typeof entry?.accountId === "string" ? (entry as ProvenEntry) : undefined;
}

/** A damaged line says nothing: the account is looked at again. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
