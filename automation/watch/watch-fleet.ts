import type { TokenReader } from "../../providers/token-reader";
import { parseDuration } from "../fleet/duration";
import { systemClock } from "../run/clock";
import { wideSignal } from "../run/wide-signal";
import { openSinks, sendAlerts } from "./alerts";
import { noteVerdicts } from "./note-verdicts";
import type { WatchClock, WatchOptions, WatchRound } from "./watch-options";
import { doRound, type RoundFindings, type WatchedFleet } from "./watch-round";
import type { WatchSettings } from "./watch-settings";
import { changeWatchState, emptyState, type OpenProblem, readWatchState, type WatchState } from "./watch-state";

/** What is watched. */
export interface WatchSubject {
  fleet: WatchedFleet;
  /** Ids of the accounts that have a stack. */
  listStacks(): Promise<string[]>;
  settings: WatchSettings;
  tokens: TokenReader;
}

const journalKey = "journal";

const processClock: WatchClock = { ...systemClock, random: () => Math.random() };

/**
 * Looks at a fleet again and again, and tells what each round came to. It ends when the signal is aborted, or when nobody asks for the
 * next round: what is in flight is finished first.
 *
 * @throws InputError before the first round, when the URL of the webhook cannot be read.
 */
export async function* watchFleet(
  subject: WatchSubject,
  options: WatchOptions = {},
): AsyncGenerator<WatchRound, void, void> {
  const { settings } = subject;
  const { clock = processClock } = options;
  const signal = wideSignal(options.signal);
  const intervalMs = options.intervalMs ?? parseDuration(settings.interval) ?? 0;
  const watch = new Watch({ ...subject, options: { ...options, signal }, clock, intervalMs });
  await watch.open();
  while (!signal.aborted) {
    yield await watch.round();
    await clock.sleep(intervalMs * (0.9 + 0.2 * clock.random()), signal);
  }
}

class Watch {
  private sinks: Awaited<ReturnType<typeof openSinks>> = [];
  /** As it was read last: while the store cannot be reached, nothing is told twice for that. */
  private state: WatchState = emptyState;

  constructor(
    private readonly subject: WatchSubject & { options: WatchOptions; clock: WatchClock; intervalMs: number },
  ) {}

  async open(): Promise<void> {
    this.sinks = await openSinks(this.subject.settings.alert, this.subject.tokens);
  }

  async round(): Promise<WatchRound> {
    const { fleet, listStacks, settings, options, clock, intervalMs } = this.subject;
    const { repair = settings.repair, offboard = settings.offboard } = options;
    const startedAt = clock.now();
    this.state = await readWatchState(fleet.journals).catch(() => this.state);
    const looksForDrift = this.isTimeForDrift(startedAt);
    const { open } = this.state;
    const { clock: _clock, intervalMs: _interval, driftEveryMs: _driftEvery, ...runOptions } = options;
    const findings = await doRound({
      ...runOptions,
      ...{ fleet, listStacks, repair, offboard, open, looksForDrift, now: startedAt },
    });
    const now = clock.now();
    const lastDriftAt = findings.drift ? { lastDriftAt: startedAt.toISOString() } : {};
    await this.keep((state) => ({
      ...noteVerdicts(state, [...findings.verdicts, { key: journalKey }], { now, intervalMs }),
      ...lastDriftAt,
    }));
    const alerts = await sendAlerts(this.sinks, {
      ...{ fleet: fleet.name, now, state: this.state },
      keep: (change) => this.keep(change),
    });
    return {
      ...{ fleet: fleet.name, startedAt: startedAt.toISOString(), endedAt: clock.now().toISOString() },
      result: resultOf(findings, this.state.open, options.signal),
      ...{ runs: findings.runs, waiting: findings.waiting, left: findings.left },
      ...(findings.drift ? { drift: findings.drift } : {}),
      ...(findings.heldBy ? { heldBy: findings.heldBy } : {}),
      ...{ problems: this.state.open, alerts },
    };
  }

  private isTimeForDrift(now: Date): boolean {
    const { settings, options } = this.subject;
    const every = options.driftEveryMs ?? parseDuration(settings.driftEvery ?? "");
    const { lastDriftAt } = this.state;
    return every !== undefined && (lastDriftAt === undefined || now.getTime() - Date.parse(lastDriftAt) >= every);
  }

  /** Changes what is remembered; that it cannot be written must not end the watch. */
  private async keep(change: (state: WatchState) => WatchState): Promise<void> {
    try {
      this.state = await changeWatchState(this.subject.fleet.journals, change);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const verdict = { key: journalKey, failure: { kind: "journal", message } };
      const { clock, intervalMs } = this.subject;
      this.state = noteVerdicts(change(this.state), [verdict], { now: clock.now(), intervalMs });
    }
  }
}

function resultOf(
  { runs, heldBy }: RoundFindings,
  open: readonly OpenProblem[],
  signal: AbortSignal | undefined,
): WatchRound["result"] {
  if (signal?.aborted || runs.some(({ result }) => result === "cancelled")) return "cancelled";
  if (open.some(({ kind }) => kind !== "refused")) return "failed";
  return open.length > 0 || heldBy ? "refused" : "done";
}
