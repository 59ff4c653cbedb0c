import type { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { expect } from "chai";
import "@pulumi/pulumi";
import { guardPrograms } from "../../../automation/engine/guard";
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
      const release = guardPrograms();
      const [one, two] = [{}, {}];
      const [first, second] = [listenIn(one), listenIn(two)];
      await settled();
      crashIn(one, "crash of one");
      await settled();
      expect(first.heard).to.have.members(["crash of one", "crash of one in a timer"]);
      expect(second.heard).to.deep.equal([]);

      first.stop();
      second.stop();
      release();
      expect(faults.map((fault) => process.listenerCount(fault))).to.deep.equal([0, 0]);
    });
  });

  it("reports an error of no program as a warning, and fails nobody for it", async () => {
    await withoutListeners([...faults, "warning"], async () => {
      const release = guardPrograms();
      const program = listenIn({});
      await settled();
      const warned = once(process, "warning") as Promise<[Error]>;
      void Promise.reject(new Error("nobody's"));
      const [warning] = await warned;

      expect(warning).to.include({ name: "UnownedErrorWarning" });
      expect(warning.message).to.include("nobody's");
      expect(program.heard).to.deep.equal([]);
      program.stop();
      release();
    });
  });

  it("leaves listeners that belong to no program as they are", async () => {
    await withoutListeners([...faults, "warning"], async () => {
      const release = guardPrograms();
      const heard: unknown[] = [];
      const listener = (error: unknown) => heard.push(error);
      process.on("unhandledRejection", listener);
      await settled();
      crashIn({}, "crash of a program");
      await settled();

      expect(heard).to.have.length(1);
      process.off("unhandledRejection", listener);
      release();
    });
  });

  it("stays until the last one who holds it lets go, however often the first does", () => {
    const before = process.listenerCount("newListener");
    const [first, second] = [guardPrograms(), guardPrograms()];
    first();
    first();
    expect(process.listenerCount("newListener")).to.equal(before + 1);
    second();
    expect(process.listenerCount("newListener")).to.equal(before);
  });
});
