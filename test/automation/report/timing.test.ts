import { expect } from "chai";
import { spanText, timingOf } from "../../../automation/report/timing";
import { summarizeRun } from "../../../automation/run/run-summary";
import { largeRun, largeRunAccount } from "./large-run";
import { mixedRun } from "./sample-run";

describe("timingOf", () => {
  it("tells when of the run each account was worked on, its proof included", () => {
    const { accounts, totalMs } = timingOf(largeRun(20));
    expect(totalMs).to.equal(30_000);
    expect(accounts).to.have.length(20);
    expect(accounts[7]).to.deep.equal({
      accountId: largeRunAccount(7),
      name: "shop-7",
      startMs: 7_000,
      durationMs: 10_000,
    });
  });

  it("tells the median, the 95th of a hundred and the slowest", () => {
    const run = largeRun(100);
    const targets = run.targets.map((target, index) => {
      const endedAt = new Date(Date.parse(target.startedAt ?? "") + (index + 1) * 1_000).toISOString();
      return { ...target, endedAt };
    });
    expect(timingOf({ ...run, targets })).to.deep.include({ medianMs: 50_000, p95Ms: 95_000 });
    expect(timingOf({ ...run, targets }).slowest).to.include({ accountId: largeRunAccount(99), durationMs: 100_000 });
  });

  it("goes up to what is known last of a run without an end, and leaves out what was never started", () => {
    const run = summarizeRun(mixedRun().slice(0, -1));
    const { accounts, totalMs } = timingOf(run);
    expect(accounts.map(({ name }) => name)).to.deep.equal(["shop-prod", "shop-dev"]);
    expect(totalMs).to.equal(0);
    expect(timingOf({ ...run, targets: [] })).not.to.have.property("medianMs");
  });
});

describe("spanText", () => {
  for (const [ms, text] of [
    [840, "840 ms"],
    [4_230, "4.2 s"],
    [185_000, "3 min 5 s"],
    [7_440_000, "2 h 4 min"],
  ] as const) {
    it(`says ${text}`, () => expect(spanText(ms)).to.equal(text));
  }
});
