import { expect } from "chai";
import { LiveProgress } from "../../../automation/cli/live-progress";
import { createProgress, PlainProgress } from "../../../automation/cli/progress";
import type { Progress } from "../../../automation/cli/run-watch";
import type { RunEvent } from "../../../automation/model";
import { mixedRun, proof } from "../report/sample-run";
import { CapturingTerminal } from "./capturing-terminal";

function linesOf(events: readonly RunEvent[]): string[] {
  const lines: string[] = [];
  const progress = new PlainProgress((text) => lines.push(text));
  for (const event of events) progress.onEvent(event);
  return lines;
}

describe("PlainProgress", () => {
  it("writes a line when an account starts and when it ends, with how far the run is", () => {
    expect(linesOf(mixedRun())).to.deep.equal([
      "[0/3] shop-prod (222222222222): started",
      "[1/3] shop-prod (222222222222): done: act-1, 6 created, proven",
      "[1/3] shop-dev (333333333333): started",
      "[2/3] shop-dev (333333333333): failed: connected to act-2 and act-3",
    ]);
  });

  it("calls an account done only once it is proven", () => {
    const events = mixedRun().slice(0, 3);
    expect(linesOf(events)).to.have.length(1);
    const unproven: RunEvent[] = [
      ...events,
      { type: "target-proved", at: "", accountId: "222222222222", proofs: [proof("222222222222", true)] },
    ];
    expect(linesOf(unproven)).to.have.length(1);
    const failure = { kind: "proof", message: "the role opens for a wrong external id" };
    const failed: RunEvent[] = [...unproven, { type: "target-failed", at: "", accountId: "222222222222", failure }];
    expect(linesOf(failed)[1]).to.match(/failed: the role opens/);
  });
});

describe("The cost of watching a run", () => {
  const accounts = (count: number) =>
    Array.from({ length: count }, (_unused, index) => ({ id: `${index}`, name: "x" }));

  /** A run whose events count how often anything of them is read. */
  function readsOf(count: number, progress: Progress): number {
    let reads = 0;
    const counted = (event: RunEvent): RunEvent =>
      new Proxy(event, {
        get: (target, key, receiver) => {
          reads += 1;
          return Reflect.get(target, key, receiver);
        },
      });
    const [started] = mixedRun();
    if (started?.type !== "run-started") expect.fail("a run begins with run-started");
    const targets = accounts(count);
    progress.onEvent(counted({ ...started, targets }));
    for (const { id: accountId } of targets) {
      progress.onEvent(counted({ type: "target-started", at: "", accountId, attempt: 1 }));
      progress.onEvent(counted({ type: "target-failed", at: "", accountId, failure: { kind: "aws", message: "no" } }));
    }
    return reads;
  }

  it("does not grow with the events that were there before", async () => {
    const plain = (count: number) => readsOf(count, new PlainProgress(() => undefined));
    expect(plain(400)).to.be.below(2.5 * plain(200));
  });
});

describe("createProgress", () => {
  const options = { json: false, concurrency: 2, targets: 5 };
  const terminalOf = (redrawableLines: number): CapturingTerminal =>
    Object.assign(new CapturingTerminal(), { redrawableLines });

  it("redraws how far the run is on a terminal, with a line an account where all of them fit", () => {
    const [fitting, crowded] = [createProgress(terminalOf(11), options), createProgress(terminalOf(10), options)];
    expect(fitting).to.be.instanceOf(LiveProgress).and.to.have.property("isCrowded", false);
    expect(crowded).to.be.instanceOf(LiveProgress).and.to.have.property("isCrowded", true);
  });

  it("writes plain lines where nothing can be redrawn, and beside JSON", () => {
    expect(createProgress(terminalOf(3), options)).to.be.instanceOf(PlainProgress);
    expect(createProgress(terminalOf(0), options)).to.be.instanceOf(PlainProgress);
    expect(createProgress(terminalOf(100), { ...options, json: true })).to.be.instanceOf(PlainProgress);
  });
});
