import { randomUUID } from "node:crypto";
import { isRunning } from "../engine/stack-lock";
import type { FactStore } from "../journal/fact-store";
import { Heartbeat } from "./heartbeat";
import { LeaseHeldError } from "./lease-errors";
import { findHolder, freeLease, type LeaseHolder, parseHolder, renderHolder } from "./lease-record";
import { thisWorker } from "./machine";

const recordName = "lease";
const defaultTtlMs = 60_000;
const mostTries = 5;

/** What is leased, and for what. */
export interface LeaseRequest {
  fleet: string;
  /** That of the fleet's journals: who shares it, shares the lease. */
  store: FactStore;
  /** What is done, for others to be told, such as `up`. */
  verb: string;
  /** How long a holder is taken to live without a sign of life, in milliseconds; it gives one three times as often. Default: 60,000. */
  ttlMs?: number;
}

/** The right to be the one run that works on a fleet. */
export interface Lease {
  holder: LeaseHolder;
  /** Aborted with a `LeaseLostError` when it is not held any longer: nothing more must be started then. */
  lost: AbortSignal;
  /** Gives it back; never rejects, as a lease that cannot be given back runs out. */
  release(): Promise<void>;
}

/**
 * Takes the lease on a fleet. A holder whose process is gone is taken over at once on its own machine, and elsewhere once it gave no
 * sign of life for the time it named; clocks of machines are not compared.
 *
 * @throws LeaseHeldError saying who holds it. InputError when the store cannot be used.
 */
export async function takeLease(request: LeaseRequest): Promise<Lease> {
  const { fleet, store, verb, ttlMs = defaultTtlMs } = request;
  const worker = await thisWorker();
  const since = new Date().toISOString();
  const holder: LeaseHolder = { id: randomUUID(), ...worker, verb, since, ttlMs, beats: 0 };
  for (let tries = 1; ; tries += 1) {
    const record = await store.readRecord(recordName);
    if (record) {
      const ageMs = await record.age();
      const other = await findHolder({ text: record.text, ageMs, machine: worker.machine, isRunning });
      if (other) throw new LeaseHeldError(fleet, other, ageMs);
    }
    const version = await store.writeRecord(recordName, renderHolder(holder), record?.version);
    if (version !== undefined) return hold(request, holder, version);
    if (tries === mostTries) throw new Error(`The lease on the fleet ${fleet} changes hands all the time; try again.`);
  }
}

function hold({ fleet, store }: LeaseRequest, holder: LeaseHolder, version: string): Lease {
  const write = (text: string, expected: string) => store.writeRecord(recordName, text, expected);
  const beat = new Heartbeat({
    fleet,
    holder,
    version,
    write: (next, expected) => write(renderHolder(next), expected),
    readOther: async () => parseHolder((await store.readRecord(recordName))?.text ?? freeLease),
  });
  return {
    holder,
    lost: beat.lost,
    release: async () => {
      const last = await beat.stop();
      if (last !== undefined) await write(freeLease, last).catch(() => undefined);
    },
  };
}

/**
 * Does a piece of work that must be the only one on a fleet.
 *
 * @param work Gets a signal that is aborted when the caller's is, or when the lease is lost.
 * @throws LeaseHeldError before any work is done.
 */
export async function underLease<Result>(
  request: LeaseRequest & { signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const lease = await takeLease(request);
  try {
    return await work(AbortSignal.any([lease.lost, ...(request.signal ? [request.signal] : [])]));
  } finally {
    await lease.release();
  }
}
