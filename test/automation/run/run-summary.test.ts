import { expect } from "chai";
import type { RunEvent } from "../../../automation/model";
import { addChanges, GrowingSummary, summarizeRun } from "../../../automation/run/run-summary";

const at = "2026-01-31T09:45:00.000Z";

const beginning: RunEvent = {
  type: "run-started",
  at,
  runId: "run-1",
  fleet: "acme",
  action: "up",
  targets: [
    { id: "111111111111", name: "one" },
    { id: "222222222222", name: "two" },
    { id: "333333333333", name: "three" },
  ],
  leftOut: [{ id: "444444444444", name: "four", reason: "suspended" }],
};

describe("The summary of a run", () => {
  it("shows where every target stands in a run that was killed", () => {
    const summary = summarizeRun([
      beginning,
      { type: "target-started", at, accountId: "111111111111", attempt: 1 },
      { type: "target-started", at, accountId: "222222222222", attempt: 1 },
      {
        type: "target-done",
        at,
        accountId: "111111111111",
        outcome: {
          accountId: "111111111111",
          changes: { create: 6, update: 0, replace: 0, delete: 0, same: 1 },
          grants: [],
          durationMs: 12,
        },
      },
    ]);
    expect(summary.result).to.equal("running");
    expect(summary).not.to.have.property("endedAt");
    expect(summary.targets.map(({ state }) => state)).to.deep.equal(["done", "running", "waiting"]);
    expect(summary.counts).to.deep.equal({ done: 1, running: 1, waiting: 1, failed: 0, "not-started": 0 });
    expect(summary.changes.create).to.equal(6);
    expect(summary.leftOut).to.have.length(1);
  });

  it("forgets the failure of a first try when the second one succeeded", () => {
    const failure = { kind: "crash", message: "the program crashed" };
    const summary = summarizeRun([
      beginning,
      { type: "target-started", at, accountId: "111111111111", attempt: 1 },
      { type: "target-failed", at, accountId: "111111111111", failure },
      { type: "target-started", at, accountId: "111111111111", attempt: 2 },
    ]);
    expect(summary.targets[0]).to.deep.include({ state: "running", attempts: 2 });
    expect(summary.targets[0]).not.to.have.property("failure");
  });

  it("grows event by event to the same, and what was read before stays as it was", () => {
    const accountId = "111111111111";
    const changes = { create: 6, update: 0, replace: 0, delete: 0, same: 1 };
    const failure = { kind: "aws", message: "no" };
    const events: RunEvent[] = [
      { type: "target-started", at, accountId, attempt: 1 },
      { type: "target-done", at, accountId, outcome: { accountId, changes, grants: [], durationMs: 12 } },
      { type: "target-started", at, accountId: "222222222222", attempt: 1 },
      { type: "target-failed", at, accountId: "222222222222", failure },
      { type: "target-not-started", at, accountId: "333333333333", reason: "cancelled" },
      { type: "target-started", at, accountId: "of another run", attempt: 1 },
      { type: "run-ended", at, result: "cancelled" },
    ];
    const run = new GrowingSummary(beginning);
    const before = run.summary();
    const counted = events.map((event) => {
      run.add(event);
      return { ...run.counts };
    });

    expect(counted.map(({ waiting, running }) => [waiting, running])).to.deep.equal([
      [2, 1],
      [2, 0],
      [1, 1],
      [1, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(run.summary()).to.deep.equal(summarizeRun([beginning, ...events]));
    expect(run.summary()).to.deep.include({ result: "cancelled", changes });
    expect(run.target("222222222222")?.failure).to.deep.equal(failure);
    expect(run.target("of another run")).to.equal(undefined);
    expect(before.targets.map(({ state }) => state)).to.deep.equal(["waiting", "waiting", "waiting"]);
    expect(before.counts.waiting).to.equal(3);
  });

  it("refuses events that are not those of a run", () => {
    expect(() => summarizeRun([])).to.throw("not those of a run");
    expect(() => summarizeRun([{ type: "run-ended", at, result: "done" }])).to.throw("not those of a run");
  });

  it("adds up changes by kind", () => {
    expect(
      addChanges([
        { create: 1, update: 2, replace: 3, delete: 4, same: 5 },
        { create: 10, update: 20, replace: 30, delete: 40, same: 50 },
      ]),
    ).to.deep.equal({ create: 11, update: 22, replace: 33, delete: 44, same: 55 });
  });
});
