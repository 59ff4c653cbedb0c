import type { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { guardPrograms } from "../../../automation/engine/guard";
import { runAgainst, startSmallEngine } from "./small-engine";
import { withoutListeners } from "./without-listeners";

const contexts = (globalThis as unknown as { asyncLocalStorage: AsyncLocalStorage<unknown> }).asyncLocalStorage;
const faults = ["uncaughtException", "unhandledRejection"];

/** A resource as far as logging is concerned. */
const resourceWith = (urn: Promise<string>) => ({ urn: pulumi.output(urn) }) as unknown as pulumi.Resource;

const never = new Promise<never>(() => undefined);

describe("What an inline program logs", () => {
  let engine: Awaited<ReturnType<typeof startSmallEngine>>;

  beforeEach(async () => {
    engine = await startSmallEngine();
  });
  afterEach(() => engine.close());

  /** Runs a program under a guard of its own; `stuck` when it does not end. */
  async function run(program: () => Promise<void>): Promise<string> {
    return withoutListeners(faults, async () => {
      const guard = guardPrograms();
      try {
        return await Promise.race([runAgainst(engine, guard.own(program)), delay(3_000, "stuck", { ref: false })]);
      } finally {
        guard.release();
      }
    });
  }

  it("reaches its engine without debug messages, and with the resource it is about as soon as that is known", async () => {
    const answer = await run(async () => {
      void pulumi.log.warn("soon", resourceWith(delay(50, "urn:soon")));
      void pulumi.log.info("now");
      void pulumi.log.debug("secret");
    });
    expect(answer).to.equal("done");
    expect(engine.logs.filter((text) => !text.startsWith("DEBUG: "))).to.deep.equal([
      "INFO: now ()",
      "WARNING: soon (urn:soon)",
    ]);
    expect(engine.logs.join()).not.to.include("secret");
  });

  it("fails it when it is an error, also about a resource that failed", async () => {
    const failed = Promise.reject(new Error("could not be made"));
    failed.catch(() => undefined);
    const answer = await run(async () => void pulumi.log.error("bad", resourceWith(failed)));
    expect(answer).to.include("One or more errors occurred");
    expect(engine.logs).to.include("ERROR: bad ()");
  });

  it("keeps no other program waiting when it is about a resource that is never known, as its engine ended", async () => {
    expect(await run(async () => void pulumi.log.error("lost", resourceWith(never)))).to.equal("stuck");
    expect(await run(async () => void pulumi.log.info("well"))).to.equal("done");
    expect(engine.logs).to.include("INFO: well ()");
  });

  it("is answered after its operation has ended, so that what others log still reaches their engines", async () => {
    let late: () => Promise<void> = async () => undefined;
    await run(async () => {
      const context = contexts.getStore();
      late = () => contexts.run(context, () => pulumi.log.warn("too late"));
    });
    await late();
    expect(await run(async () => void pulumi.log.info("well"))).to.equal("done");
    expect(engine.logs).to.include("INFO: well ()").and.not.include("WARNING: too late ()");
  });
});
