import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import * as path from "node:path";
import type { GrantOutcome, RecordedRole } from "../model";

// Not the extension of journals, which are listed by it.
const fileName = "proven-accounts.ndjson";

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

/**
 * What is known of all accounts of a fleet since their last proof, in one file beside the journals: one read, however many there are.
 *
 * It only saves work. Where it is lost or damaged every account is looked at once more, and what is done to an account is told to it before
 * it is done: a run that is killed half way leaves no account behind that counts as proven.
 */
export class ProvenAccounts {
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly known: Map<string, ProvenAccount>,
  ) {}

  /** Reads what is known; nothing where there is no such file. @param folder That of the fleet's journals. */
  static async read(folder: string): Promise<ProvenAccounts> {
    const file = path.join(folder, fileName);
    const text = await readFile(file, "utf8").catch(() => "");
    const known = new Map<string, ProvenAccount>();
    for (const line of text.split("\n")) {
      const entry = parseLine(line);
      if (entry && "fingerprint" in entry) known.set(entry.accountId, entry);
      else if (entry) known.delete(entry.accountId);
    }
    return new ProvenAccounts(file, known);
  }

  get(accountId: string): ProvenAccount | undefined {
    return this.known.get(accountId);
  }

  /** Notes an account that was proven; resolves when it is written. */
  async put(account: ProvenAccount): Promise<void> {
    this.known.set(account.accountId, account);
    await this.append(account);
  }

  /** Forgets accounts before anything is done to them, or once they are seen not to be as they were proven. */
  async forget(accountIds: readonly string[]): Promise<void> {
    for (const accountId of accountIds) {
      if (this.known.delete(accountId)) await this.append({ accountId });
    }
  }

  /** Forgets all accounts, as something that all of them rest on may be another one. */
  async forgetAll(): Promise<void> {
    await this.forget([...this.known.keys()]);
  }

  /** Waits for what was noted, and writes the file anew without what is out of date. */
  async close(): Promise<void> {
    await this.writing.catch(() => undefined);
    await mkdir(path.dirname(this.file), { recursive: true });
    const draft = `${this.file}.${process.pid}`;
    await writeFile(draft, [...this.known.values()].map(toLine).join(""), { mode: 0o600 });
    await rename(draft, this.file);
  }

  private append(entry: ProvenAccount | { accountId: string }): Promise<void> {
    this.writing = this.writing
      .catch(() => undefined)
      .then(async () => {
        await mkdir(path.dirname(this.file), { recursive: true });
        // A line feed before it, too: what a crash cut short must not swallow what comes after it.
        await appendFile(this.file, `\n${toLine(entry)}`, { mode: 0o600 });
      });
    return this.writing;
  }
}

function toLine(entry: object): string {
  return `${JSON.stringify(entry)}\n`;
}

function parseLine(line: string): ProvenAccount | { accountId: string } | undefined {
  try {
    const entry = JSON.parse(line) as Partial<ProvenAccount> | null;
    return typeof entry?.accountId === "string" ? (entry as ProvenAccount) : undefined;
  } catch {
    // A line that a crash cut short, or a damaged one: the account is looked at again.
    return undefined;
  }
}
