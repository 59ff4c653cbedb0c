/** Something that goes wrong on purpose. */
export type Fault =
  /** The answer takes that long. */
  | { kind: "latency"; ms: number }
  /** Refused as one call too many, whatever the count. */
  | { kind: "rate-limit"; resetSeconds: number }
  /** Refused with this status, 500 by default; nothing is changed. */
  | { kind: "server-error"; status?: number }
  /** The connection breaks before anything is changed. */
  | { kind: "connection-reset" }
  /** The change is made, its answer never arrives: the connection breaks, after `holdMs` of silence. */
  | { kind: "answer-lost"; holdMs?: number }
  /** What the call made, or the role it names, is not there for other calls until `ms` later; a vendor may have it otherwise. */
  | { kind: "slow-consistency"; ms: number }
  /** The vendor's clock is ahead by that many seconds, behind where negative: `Date` and the reset of the rate limit are off. */
  | { kind: "clock-skew"; seconds: number };

/** When a fault strikes. */
export interface FaultRule {
  fault: Fault;
  /** For example `POST /setup/account` or `awsIntegrationAttach`, as the vendor's server names its calls; every one when left out. */
  route?: string;
  /** How many calls it strikes; all of them when left out. */
  times?: number;
  /** Share of the calls it strikes, 0 to 1; default 1. Drawn from the seed. */
  probability?: number;
}

/** The faults a server injects, decided call by call in the order they arrive. */
export class Faults {
  private readonly rules = new Set<{ rule: FaultRule; left: number }>();
  private readonly struck = new Map<Fault["kind"], number>();
  private readonly draw: () => number;
  private readonly exposed = { calls: 0, struck: 0 };

  constructor(seed = 1) {
    this.draw = seededNumbers(seed);
  }

  /** Adds a rule and returns the way to take it back. */
  add(rule: FaultRule): () => void {
    const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
    this.rules.add(entry);
    return () => {
      this.rules.delete(entry);
    };
  }

  clear(): void {
    this.rules.clear();
  }

  /** The faults that strike one call. */
  strike(route: string): Fault[] {
    const faults: Fault[] = [];
    for (const entry of this.rules) {
      const { fault, route: only, probability = 1 } = entry.rule;
      if (entry.left === 0 || (only !== undefined && only !== route) || this.draw() >= probability) continue;
      entry.left -= 1;
      this.struck.set(fault.kind, (this.struck.get(fault.kind) ?? 0) + 1);
      faults.push(fault);
    }
    if (this.rules.size > 0) this.exposed.calls += 1;
    if (faults.length > 0) this.exposed.struck += 1;
    return faults;
  }

  /** Calls that came while there were rules, and how many of them were struck, each counted once. */
  exposure(): { calls: number; struck: number } {
    return { ...this.exposed };
  }

  /** How often each kind struck so far. */
  counts(): Partial<Record<Fault["kind"], number>> {
    return Object.fromEntries(this.struck);
  }
}

/** The mulberry32 generator: numbers from 0 to 1 that a seed repeats. */
export function seededNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
