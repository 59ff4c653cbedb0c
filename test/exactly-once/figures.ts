import type { SandboxTally } from "./killable-sandbox";

/** Whom a kill hits: one Pulumi CLI, the process of the rollout, or AWS and the vendors. */
export type Victim = "cli" | "orchestrator" | "sandbox";

/** What a story of faults came to. */
export class Figures {
  readonly kills: Record<Victim, number> = { cli: 0, orchestrator: 0, sandbox: 0 };
  /** Enrolments that were taken back again. */
  lifecycles = 0;
  /** Runs of the command. */
  runs = 0;
  /** Vendor accounts that were ever seen. */
  readonly accountsMade = new Set<string>();
  /** Vendor accounts beside the one of an AWS account. */
  duplicates = 0;
  /** Vendor accounts where there should be none. */
  orphans = 0;
  /** Vendor accounts that should be there, and the very one that should have been kept. */
  lost = 0;
  /** Everything else that is not as it should be, in words. */
  readonly problems: string[] = [];
  vendor: SandboxTally = { received: 0, calls: 0, struck: 0, faults: {} };

  get allKills(): number {
    return Object.values(this.kills).reduce((sum, count) => sum + count, 0);
  }

  get isFlawless(): boolean {
    return this.duplicates + this.orphans + this.lost + this.problems.length === 0;
  }

  /** Share of the vendor's answers that were faulty, 0 to 1. */
  get faultyShare(): number {
    return this.vendor.struck / Math.max(1, this.vendor.calls);
  }

  describe(): string {
    const { kills, vendor, lifecycles, runs, accountsMade, duplicates, orphans, lost } = this;
    const counts = (record: object) =>
      Object.entries(record)
        .map(([name, count]) => `${name} ${count}`)
        .join(", ");
    return [
      `kills ${this.allKills} (${counts(kills)})`,
      `faults in ${vendor.struck} of ${vendor.calls} vendor calls under faults (${counts(vendor.faults)}), ${vendor.received} calls in all`,
      `lifecycles ${lifecycles}, runs ${runs}, accounts made ${accountsMade.size}`,
      `duplicates ${duplicates}, orphans ${orphans}, lost ${lost}`,
      ...this.problems.map((problem) => `problem: ${problem}`),
    ].join("\n");
  }

  /** Adds what another story came to. */
  add(other: Figures): void {
    for (const victim of Object.keys(this.kills) as Victim[]) this.kills[victim] += other.kills[victim];
    this.lifecycles += other.lifecycles;
    this.runs += other.runs;
    for (const id of other.accountsMade) this.accountsMade.add(id);
    this.duplicates += other.duplicates;
    this.orphans += other.orphans;
    this.lost += other.lost;
    this.problems.push(...other.problems);
    this.vendor = {
      received: this.vendor.received + other.vendor.received,
      calls: this.vendor.calls + other.vendor.calls,
      struck: this.vendor.struck + other.vendor.struck,
      faults: { ...this.vendor.faults },
    };
    for (const [kind, count] of Object.entries(other.vendor.faults)) {
      const known = this.vendor.faults as Record<string, number>;
      known[kind] = (known[kind] ?? 0) + count;
    }
  }
}
