import type { FactStore } from "../journal/fact-store";

const recordName = "watch";
const mostTries = 10;

/** Something that is wrong, for as long as it is. */
export interface OpenProblem {
  /** Tells it from others: `account:<id>`, `drift:<id>`, `plan`, … */
  key: string;
  accountId?: string;
  /** The account's name. */
  name?: string;
  /** Class of the error, see `Failure`; another one counts as another failure. */
  kind: string;
  message: string;
  instruction?: string;
  /** ISO 8601, as the next three. */
  since: string;
  lastSeen: string;
  /** How often it failed. */
  attempts: number;
  /** Not tried again before. */
  retryAt: string;
  /** Who was told of it. */
  told: string[];
}

/** What a watch remembers from round to round, and over restarts. */
export interface WatchState {
  open: OpenProblem[];
  /** What is over, until everybody who was told of it knows. */
  recovered: OpenProblem[];
  /** When everything was compared last, ISO 8601. */
  lastDriftAt?: string;
}

/** What somebody does not know yet. */
export interface News {
  failures: OpenProblem[];
  recovered: OpenProblem[];
}

/** What a watch remembers before its first round. */
export const emptyState: WatchState = { open: [], recovered: [] };

/** Reads what the rounds before left; a damaged record counts as none. */
export async function readWatchState(store: FactStore): Promise<WatchState> {
  const record = await store.readRecord(recordName);
  return parseState(record?.text);
}

/** Changes it, whoever else does so at the same time, and answers how it is then. */
export async function changeWatchState(
  store: FactStore,
  change: (state: WatchState) => WatchState,
): Promise<WatchState> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const record = await store.readRecord(recordName);
    const before = parseState(record?.text);
    const after = change(before);
    const text = `${JSON.stringify(after)}\n`;
    if (text === record?.text) return after;
    if ((await store.writeRecord(recordName, text, record?.version)) !== undefined) return after;
  }
  throw new Error("What the watch remembers changes all the time: several watches look at this fleet at once.");
}

function parseState(text = ""): WatchState {
  try {
    return { ...emptyState, ...(JSON.parse(text) as Partial<WatchState>) };
  } catch {
    return emptyState;
  }
}
