import { LeaseLostError } from "./lease-errors";
import type { LeaseHolder } from "./lease-record";

/** How signs of life are given. */
export interface HeartbeatOptions {
  fleet: string;
  holder: LeaseHolder;
  /** Of the record as it was written last. */
  version: string;
  /** Writes a sign of life over the one before, and answers its version; nothing when the record is another's by now. */
  write(holder: LeaseHolder, version: string): Promise<string | undefined>;
  /** Who holds the lease instead. */
  readOther(): Promise<LeaseHolder | undefined>;
  /** Milliseconds that only grow, whatever happens to the clock. Default: those of the process. */
  now?(): number;
}

/** Gives a sign of life every third of the time a holder is taken to live without one, and tells when that was to no avail. */
export class Heartbeat {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private version: string | undefined;
  private holder: LeaseHolder;
  private lastSign: number;

  constructor(private readonly options: HeartbeatOptions) {
    this.version = options.version;
    this.holder = options.holder;
    this.lastSign = this.now();
    this.schedule();
  }

  /** Aborted with a `LeaseLostError`. */
  get lost(): AbortSignal {
    return this.controller.signal;
  }

  /** Ends it, and answers the version of the last sign of life; nothing when the lease is another's. */
  async stop(): Promise<string | undefined> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.beating;
    return this.version;
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.beating = this.beat();
    }, this.options.holder.ttlMs / 3).unref();
  }

  private async beat(): Promise<void> {
    const before = this.timer;
    await this.giveSign();
    if (this.timer === before && !this.lost.aborted) this.schedule();
  }

  private async giveSign(): Promise<void> {
    const { write, readOther, fleet } = this.options;
    const startedAt = this.now();
    const next = { ...this.holder, beats: this.holder.beats + 1 };
    try {
      const version = await write(next, this.version ?? "");
      this.version = version;
      if (version === undefined) return this.lose(new LeaseLostError(fleet, await readOther().catch(() => undefined)));
      this.holder = next;
      this.lastSign = startedAt;
    } catch {
      // Others may take it over once the time is through; work in flight has the last third of it to end.
      if (this.now() - this.lastSign >= (this.holder.ttlMs * 2) / 3) this.lose(new LeaseLostError(fleet, undefined));
    }
  }

  private lose(error: LeaseLostError): void {
    this.controller.abort(error);
  }

  private now(): number {
    return this.options.now?.() ?? performance.now();
  }
}
