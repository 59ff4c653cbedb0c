import type { FactLog, FactRecord, FactStore } from "./fact-store";
import { newRunId } from "./journal-store";
import { mergeLogs, type ProvenAccount, type ProvenEntry, parseBase, renderBase } from "./proven-log";

export type { ProvenAccount } from "./proven-log";

const recordName = "proven-accounts";
const logPattern = /^proven-accounts-.+\.ndjson$/;

/**
 * What is known of all accounts of a fleet since their last proof: one record for however many there are, and what was noted since.
 *
 * Whoever notes something has a log of its own, which the end of the next run makes part of the record. It only saves work. Where it is lost
 * or damaged every account is looked at once more, and what is done to an account is told to it before it is done: a run that is killed half
 * way leaves no account behind that counts as proven.
 */
export class ProvenAccounts {
  private log: { name: string; opened: Promise<FactLog> } | undefined;

  private constructor(
    private readonly store: FactStore,
    private readonly record: FactRecord | undefined,
    private readonly logs: readonly string[],
    private readonly known: Map<string, ProvenAccount>,
  ) {}

  /** Reads what is known; nothing where there is nothing yet. @param store That of the fleet's journals. */
  static async read(store: FactStore): Promise<ProvenAccounts> {
    // The logs first: one that is folded in between is then part of the record, too, and not of neither.
    const names = (await store.listLogs()).filter((name) => logPattern.test(name));
    const lines = await Promise.all(names.map((name) => store.readLog(name)));
    const record = await store.readRecord(recordName);
    const base = parseBase(record?.text ?? "");
    const unfolded = lines.filter((_lines, index) => !base.folded.includes(names[index] ?? ""));
    const known = mergeLogs(
      base,
      unfolded.map((found) => found ?? []),
    );
    return new ProvenAccounts(store, record, names, known);
  }

  get(accountId: string): ProvenAccount | undefined {
    return this.known.get(accountId);
  }

  /** Notes an account that was proven; resolves when that is kept. */
  async put(account: ProvenAccount): Promise<void> {
    this.known.set(account.accountId, account);
    await this.append([account]);
  }

  /** Forgets accounts before anything is done to them, or once they are seen not to be as they were proven. */
  async forget(accountIds: readonly string[]): Promise<void> {
    const forgotten = accountIds.filter((accountId) => this.known.delete(accountId));
    await this.append(forgotten.map((accountId) => ({ accountId })));
  }

  /** Forgets all accounts, as something that all of them rest on may be another one. */
  async forgetAll(): Promise<void> {
    await this.forget([...this.known.keys()]);
  }

  /** Waits for what was noted, and lets go of it. */
  async close(): Promise<void> {
    const { log } = this;
    this.log = undefined;
    await (await log?.opened)?.close().catch(() => undefined);
  }

  /** At the end of a run, while nobody else has one: makes all that was noted part of the record. */
  async fold(): Promise<void> {
    const folded = [...this.logs, ...(this.log ? [this.log.name] : [])];
    await this.close();
    if (folded.length === 0) return;
    const text = renderBase({ accounts: [...this.known.values()], folded });
    const version = await this.store.writeRecord(recordName, text, this.record?.version);
    // Another run was faster, so this one had lost its lease: what was noted stays beside what that one knows.
    if (version === undefined) return;
    for (const name of folded) await this.store.removeLog(name);
  }

  private async append(entries: readonly ProvenEntry[]): Promise<void> {
    if (entries.length === 0) return;
    this.log ??= this.openLog();
    const log = await this.log.opened;
    await Promise.all(entries.map((entry) => log.append(JSON.stringify(entry))));
  }

  private openLog() {
    const name = `proven-accounts-${newRunId()}.ndjson`;
    return { name, opened: this.store.openLog(name) };
  }
}
