import { expect } from "chai";
import { RunOutlook } from "../../../automation/cli/run-outlook";
import type { RunEvent } from "../../../automation/model";
import { GrowingSummary } from "../../../automation/run/run-summary";

const at = "2026-01-31T09:45:00.000Z";
const id = (index: number) => String(200_000_000_000 + index);

/** A run of so many accounts, on a clock of its own. */
class WatchedRun {
  private ms = 0;
  private readonly run: GrowingSummary;
  readonly outlook = new RunOutlook(() => this.ms);

  constructor(size: number) {
    const targets = Array.from({ length: size }, (_unused, index) => ({ id: id(index), name: `shop-${index}` }));
    const started: RunEvent = {
      type: "run-started",
      at,
      runId: "r",
      fleet: "acme",
      action: "up",
      targets,
      leftOut: [],
    };
    this.run = new GrowingSummary(started);
    this.outlook.take(started, this.run);
  }

  tell(event: RunEvent, afterMs = 0): void {
    this.ms += afterMs;
    this.run.add(event);
    this.outlook.take(event, this.run);
  }

  prove(index: number, afterMs: number): void {
    this.tell({ type: "target-proved", at, accountId: id(index), proofs: [] }, afterMs);
  }

  fail(index: number, kind: string, message: string): void {
    this.tell({ type: "target-failed", at, accountId: id(index), failure: { kind, message } });
  }
}

describe("RunOutlook", () => {
  it("tells how far the run is, and what is left from what the others took", () => {
    const run = new WatchedRun(10);
    expect(run.outlook.headline()).to.equal("0 of 10 accounts");
    run.prove(0, 3_000);
    expect(run.outlook.headline(), "one account tells nothing yet").to.equal("1 of 10 accounts");
    run.prove(1, 3_000);
    expect(run.outlook.headline()).to.equal("2 of 10 accounts, about 24.0 s left");
    for (let index = 2; index < 10; index += 1) run.prove(index, 3_000);
    expect(run.outlook.headline()).to.equal("10 of 10 accounts");
  });

  it("takes no account that was not started for one that took no time", () => {
    const run = new WatchedRun(5);
    run.tell({ type: "target-not-started", at, accountId: id(0), reason: "" });
    run.tell({ type: "target-not-started", at, accountId: id(1), reason: "" });
    expect(run.outlook.headline()).to.equal("2 of 5 accounts");
    run.prove(2, 4_000);
    run.prove(3, 4_000);
    expect(run.outlook.headline()).to.equal("4 of 5 accounts, about 4.0 s left");
  });

  it("tells what the run waits for instead, for as long as it does", () => {
    const run = new WatchedRun(4);
    run.prove(0, 1_000);
    run.prove(1, 1_000);
    run.tell({ type: "wave-waits", at, wave: "canary", for: "a soak of 30 minutes" });
    expect(run.outlook.headline()).to.equal("2 of 4 accounts, after canary: waiting for a soak of 30 minutes");
    run.tell({ type: "wave-started", at, wave: "wave 1" });
    expect(run.outlook.headline()).to.equal("2 of 4 accounts, about 2.0 s left");
  });

  it("tells the three reasons most accounts failed for, each once", () => {
    const run = new WatchedRun(12);
    expect(run.outlook.hasFailures).to.equal(false);
    run.fail(0, "aws", "denied");
    for (const index of [1, 2, 3]) run.fail(index, "vendor", `Spot answered 429 for ${id(index)}`);
    for (const index of [4, 5]) run.fail(index, "timeout", "took too long");
    for (const index of [6, 7]) run.fail(index, "locked", "somebody else is at it");
    expect(run.outlook.headline()).to.match(/^8 of 12 accounts, 8 failed/);
    expect(run.outlook.hasFailures).to.equal(true);
    expect(run.outlook.topFailures()).to.deep.equal([
      "3 × vendor: Spot answered 429 for <account>",
      "2 × timeout: took too long",
      "2 × locked: somebody else is at it",
    ]);
  });
});
