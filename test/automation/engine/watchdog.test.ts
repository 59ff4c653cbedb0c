import { getEventListeners, once } from "node:events";
import { expect } from "chai";
import { watch } from "../../../automation/engine/watchdog";

describe("The watchdog of an operation", () => {
  it("fires when the operation takes too long", async () => {
    const watchdog = watch(20);
    await once(watchdog.signal, "abort");
    expect(watchdog.stopped()).to.deep.equal({ kind: "timeout", afterMs: 20 });
    watchdog.release();
  });

  it("follows the caller's signal, also one that fired before", () => {
    const caller = new AbortController();
    const watchdog = watch(60_000, caller.signal);
    expect(watchdog.stopped()).to.equal(undefined);
    caller.abort();
    expect(watchdog.signal.aborted).to.equal(true);
    expect(watchdog.stopped()).to.deep.equal({ kind: "cancelled" });
    watchdog.release();

    const late = watch(60_000, caller.signal);
    expect(late.stopped()).to.deep.equal({ kind: "cancelled" });
    late.release();
  });

  it("lets go of the caller's signal when the operation is over", () => {
    const caller = new AbortController();
    for (let operation = 0; operation < 100; operation += 1) watch(60_000, caller.signal).release();
    expect(getEventListeners(caller.signal, "abort")).to.have.length(0);
  });

  it("gives a program a moment after its fault, then stops the operation for the first one", async () => {
    const watchdog = watch(60_000);
    const faults = [new Error("the first"), new Error("the second")];
    for (const fault of faults) watchdog.endSoon(fault);
    expect(watchdog.signal.aborted).to.equal(false);
    await once(watchdog.signal, "abort");
    expect(watchdog.stopped()).to.deep.equal({ kind: "fault", error: faults[0] });
    watchdog.release();
  });

  it("lets one signal serve many operations at once without a warning of a leak", async () => {
    const warnings: Error[] = [];
    const listener = (warning: Error) => warnings.push(warning);
    process.on("warning", listener);
    const caller = new AbortController();
    const watchdogs = Array.from({ length: 40 }, () => watch(60_000, caller.signal));
    await new Promise<void>((resolve) => setImmediate(resolve));
    process.off("warning", listener);
    caller.abort();

    expect(warnings).to.deep.equal([]);
    for (const watchdog of watchdogs) {
      expect(watchdog.stopped()).to.deep.equal({ kind: "cancelled" });
      watchdog.release();
    }
  });
});
