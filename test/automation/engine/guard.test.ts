import type { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { type Client, connectivityState } from "@grpc/grpc-js";
import "@pulumi/pulumi";
import { expect } from "chai";
import { guardPrograms } from "../../../automation/engine/guard";
import { closedPort, runAgainst, startSmallEngine } from "./small-engine";
import { withoutListeners } from "./without-listeners";

const faults = ["uncaughtException", "unhandledRejection"] as const;
const contexts = (globalThis as unknown as { asyncLocalStorage: AsyncLocalStorage<unknown> }).asyncLocalStorage;

/** Listens as an inline program does, in a context of its own, and tells what it heard. */
function listenIn(store: object) {
  const heard: string[] = [];
  const listener = (error: Error) => heard.push(error.message);
  contexts.run(store, () => {
    for (const fault of faults) process.on(fault, listener);
  });
  return {
    heard,
    stop: () => {
      for (const fault of faults) process.off(fault, listener);
    },
  };
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 20));

const crashIn = (store: object, message: string) =>
  contexts.run(store, () => {
    void Promise.reject(new Error(message));
    setTimeout(() => {
      throw new Error(`${message} in a timer`);
    }, 0);
  });

describe("The guard of inline programs", () => {
  it("lets every program hear only its own crash", async () => {
    await withoutListeners(faults, async () => {
      const guard = guardPrograms();
      const [one, two] = [{}, {}];
      const [first, second] = [listenIn(one), listenIn(two)];
      await settled();
      crashIn(one, "crash of one");
      await settled();
      expect(first.heard).to.have.members(["crash of one", "crash of one in a timer"]);
      expect(second.heard).to.deep.equal([]);

      first.stop();
      second.stop();
      guard.release();
      expect(faults.map((fault) => process.listenerCount(fault))).to.deep.equal([0, 0]);
    });
  });

  it("reports an error of no program as a warning, and fails nobody for it", async () => {
    await withoutListeners([...faults, "warning"], async () => {
      const guard = guardPrograms();
      const program = listenIn({});
      await settled();
      const warned = once(process, "warning") as Promise<[Error]>;
      void Promise.reject(new Error("nobody's"));
      const [warning] = await warned;

      expect(warning).to.include({ name: "UnownedErrorWarning" });
      expect(warning.message).to.include("nobody's");
      expect(program.heard).to.deep.equal([]);
      program.stop();
      guard.release();
    });
  });

  it("leaves listeners that belong to no program as they are", async () => {
    await withoutListeners([...faults, "warning"], async () => {
      const guard = guardPrograms();
      const heard: unknown[] = [];
      const listener = (error: unknown) => heard.push(error);
      process.on("unhandledRejection", listener);
      await settled();
      crashIn({}, "crash of a program");
      await settled();

      expect(heard).to.have.length(1);
      process.off("unhandledRejection", listener);
      guard.release();
    });
  });

  it("stays until the last one who holds it lets go, however often the first does", () => {
    const before = process.listenerCount("newListener");
    const [first, second] = [guardPrograms(), guardPrograms()];
    first.release();
    first.release();
    expect(process.listenerCount("newListener")).to.equal(before + 1);
    second.release();
    expect(process.listenerCount("newListener")).to.equal(before);
  });

  it("tells the owner of a program its faults and no other's, not those of the engine's own calls", async () => {
    await withoutListeners(faults, async () => {
      const [told, toldOther]: unknown[][] = [[], []];
      const [one, two] = [{}, {}];
      const guard = guardPrograms((error) => told?.push(error));
      const other = guardPrograms((error) => toldOther?.push(error));
      const programs = [listenIn(one), listenIn(two)];
      await settled();
      await contexts.run(
        one,
        guard.own(async () => {}),
      );
      await contexts.run(
        two,
        other.own(async () => {}),
      );
      const fault = new Error("lost");
      const ofTheEngine = Object.assign(new Error("14 UNAVAILABLE"), { code: 14, metadata: {}, details: "" });
      contexts.run(one, () => {
        void Promise.reject(fault);
        void Promise.reject(ofTheEngine);
      });
      await settled();

      expect(told).to.deep.equal([fault]);
      expect(toldOther).to.deep.equal([]);
      for (const program of programs) program.stop();
      guard.release();
      other.release();
    });
  });

  it("fails a program that lost its engine before it could begin, which the SDK reports as done", async () => {
    const engine = await startSmallEngine();
    await withoutListeners(faults, async () => {
      let begun = false;
      const program = async () => {
        begun = true;
      };
      const addresses = { monitor: engine.monitor, engine: await closedPort() };
      expect(await runAgainst(addresses, program)).to.equal("done");

      const guard = guardPrograms();
      const answer = await runAgainst(addresses, guard.own(program));
      guard.release();
      expect(answer).to.include("the program lost its engine before it had declared everything");
      expect(begun).to.equal(false);
      expect(faults.map((fault) => process.listenerCount(fault))).to.deep.equal([0, 0]);
    });
    engine.close();
  });

  it("closes the connections a program had to its engine, which the SDK leaves open", async () => {
    const engine = await startSmallEngine();
    await withoutListeners(faults, async () => {
      const guard = guardPrograms();
      let context: unknown;
      const program = async () => {
        context = contexts.getStore();
      };
      expect(await runAgainst(engine, guard.own(program))).to.equal("done");
      const { monitor } = (context as { settings: { monitor: Client } }).settings;
      expect(monitor.getChannel().getConnectivityState(false)).to.equal(connectivityState.READY);
      guard.release();
      expect(monitor.getChannel().getConnectivityState(false)).to.equal(connectivityState.SHUTDOWN);
    });
    engine.close();
  });

  it("takes back the listeners of a program that never ended, whose crash then harms nobody", async () => {
    await withoutListeners(faults, async () => {
      const guard = guardPrograms();
      const lost = {};
      const { heard } = listenIn(lost);
      await settled();
      await contexts.run(
        lost,
        guard.own(async () => {}),
      );
      guard.release();
      crashIn(lost, "crash of a program whose operation has ended");
      await settled();
      expect(heard).to.deep.equal([]);
    });
  });

  it("lets sixty programs run at once without a warning of a leak, and puts the limit back", async () => {
    await withoutListeners([...faults, "warning"], async () => {
      const before = process.getMaxListeners();
      const warnings: string[] = [];
      process.on("warning", ({ name }) => warnings.push(name));
      const guards = Array.from({ length: 60 }, () => guardPrograms());
      const programs = guards.map(() => {
        // As every inline program does just before it listens.
        process.setMaxListeners(30);
        return listenIn({});
      });
      await settled();

      expect(warnings).to.deep.equal([]);
      for (const program of programs) program.stop();
      for (const guard of guards) guard.release();
      expect(process.getMaxListeners()).to.equal(before);
      process.removeAllListeners("warning");
    });
  });
});
