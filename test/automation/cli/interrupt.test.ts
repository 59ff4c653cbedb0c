import { EventEmitter } from "node:events";
import { expect } from "chai";
import { type Interrupt, listenForInterrupt } from "../../../automation/cli/interrupt";
import { CapturingTerminal } from "./capturing-terminal";

describe("listenForInterrupt", () => {
  let source: EventEmitter;
  let terminal: CapturingTerminal;
  let left: number;
  const listen = (isRunning: boolean): Interrupt =>
    listenForInterrupt(
      source,
      terminal,
      () => isRunning,
      () => {
        left += 1;
      },
    );
  beforeEach(() => {
    source = new EventEmitter();
    terminal = new CapturingTerminal();
    left = 0;
  });

  it("lets what is in flight finish on the first press, and says how to stop it", () => {
    const interrupt = listen(true);
    source.emit("SIGINT");
    expect(interrupt.signal.aborted).to.equal(true);
    expect(interrupt.stopNow.aborted).to.equal(false);
    expect(terminal.err).to.match(/Finishing.*Ctrl-C again/);
  });

  it("stops what is in flight on the second press", () => {
    const interrupt = listen(true);
    source.emit("SIGINT");
    source.emit("SIGINT");
    expect(interrupt.stopNow.aborted).to.equal(true);
    expect(left).to.equal(0);
  });

  it("leaves at once on the third", () => {
    listen(true);
    for (let press = 0; press < 3; press++) source.emit("SIGINT");
    expect(left).to.equal(1);
  });

  it("takes the request of a supervisor for a press", () => {
    const interrupt = listen(true);
    source.emit("SIGTERM");
    expect(interrupt.signal.aborted).to.equal(true);
  });

  it("does not wait for work that changes nothing", async () => {
    const interrupt = listen(false);
    const never = new Promise<void>(() => undefined);
    const waiting = interrupt.orCancelled(never).catch((error: Error) => error.name);
    source.emit("SIGINT");
    expect(await waiting).to.equal("AbortError");
    expect(terminal.err).to.equal("");
  });

  it("passes on what the work came to", async () => {
    expect(await listen(false).orCancelled(Promise.resolve("plan"))).to.equal("plan");
  });

  it("listens no more once released", () => {
    const interrupt = listen(true);
    interrupt.release();
    expect(source.listenerCount("SIGINT") + source.listenerCount("SIGTERM")).to.equal(0);
  });
});
