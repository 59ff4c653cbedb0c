import type { Clock } from "../../../automation/run/clock";

/** A time that goes on only when it is told to, or at once where it is to wait for nothing. */
export class FakeClock implements Clock {
  /** What was slept, in milliseconds, in order. */
  readonly slept: number[] = [];
  private time = Date.parse("2026-01-30T09:00:00.000Z");
  private waking: (() => void)[] = [];

  /** @param patient True to sleep until `wake` is called; else every sleep is over at once. */
  constructor(private readonly patient = false) {}

  now(): Date {
    return new Date(this.time);
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.slept.push(ms);
    if (this.patient && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.waking.push(resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    if (!signal.aborted) this.time += ms;
  }

  /** True while somebody sleeps. */
  get isAsleep(): boolean {
    return this.waking.length > 0;
  }

  wake(): void {
    for (const resolve of this.waking.splice(0)) resolve();
  }
}
