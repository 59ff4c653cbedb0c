import { defaultMaxListeners, getMaxListeners } from "node:events";
import { expect } from "chai";
import fc from "fast-check";
import type { RoleProof, RunEvent, TargetOperation } from "../../../automation/model";
import { accountIds, failing, operationFor, outcomeOf, pause, run } from "./sample-targets";

describe("A run over targets", () => {
  it("never works on more targets at once than allowed, and starts the next as soon as one ends", async () => {
    let running = 0;
    let most = 0;
    const finish: (() => void)[] = [];
    const { summary } = run(12, {
      concurrency: 3,
      deploy: async (operation) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => finish.push(resolve));
        running -= 1;
        return outcomeOf(operation);
      },
    });
    for (let done = 0; done < 12; done += 1) {
      while (finish.length === 0) await pause();
      // The first of the window stays behind: a batch would now wait for it.
      (finish.length > 1 ? finish.splice(1, 1)[0] : finish.shift())?.();
      await pause();
    }
    expect((await summary).counts.done).to.equal(12);
    expect(most).to.equal(3);
  });

  it("accounts for every target exactly once, whatever fails, at any concurrency", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("good", "vendor", "unknown"), { maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        async (fates, concurrency) => {
          const { summary, events } = run(fates.length, {
            concurrency,
            deploy: async (operation) => {
              const fate = fates[Number(operation.target.account.id) - 100_000_000_000];
              await pause();
              if (fate === "vendor") throw failing("vendor");
              if (fate === "unknown") throw new Error("boom");
              return outcomeOf(operation);
            },
          });
          const { counts, result } = await summary;
          const failed = fates.filter((fate) => fate !== "good").length;
          expect(counts).to.include({ done: fates.length - failed, failed, waiting: 0, running: 0 });
          expect(result).to.equal(failed > 0 ? "failed" : "done");
          expect(events.filter(({ type }) => type === "target-done" || type === "target-failed")).to.have.length(
            fates.length,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  const first = "100000000000";
  const onFirst = { accountId: first, because: "the identity is made there" };

  it("begins what needs another account when that has ended, and leaves nobody else waiting", async () => {
    const { summary, events } = run(4, {
      concurrency: 1,
      prerequisites: new Map([["100000000001", [onFirst]]]),
      operations: [...accountIds(4)].reverse().map(operationFor),
    });
    expect((await summary).result).to.equal("done");
    const started = events.flatMap((event) => (event.type === "target-started" ? [Number(event.accountId) % 10] : []));
    expect(started).to.deep.equal([3, 2, 0, 1]);
  });

  it("does not start what needs an account that failed, says why, and goes on with the others", async () => {
    const prerequisites = new Map([
      ["100000000001", [onFirst]],
      ["100000000002", [{ accountId: "100000000001", because: "it still trusts it" }]],
    ]);
    const { summary } = run(4, {
      prerequisites,
      deploy: async (operation) => {
        if (operation.target.account.id === first) throw failing("aws");
        return outcomeOf(operation);
      },
    });
    const { result, targets } = await summary;
    expect(result).to.equal("failed");
    expect(targets.map(({ state, reason }) => [state, reason])).to.deep.equal([
      ["failed", undefined],
      ["not-started", `needs account ${first} (${first}), which failed: the identity is made there`],
      ["not-started", "needs account 100000000001 (100000000001), which was not done: it still trusts it"],
      ["done", undefined],
    ]);
  });

  it("tries a crashed one again before what needs it", async () => {
    let crashes = 1;
    const { summary } = run(2, {
      prerequisites: new Map([["100000000001", [onFirst]]]),
      deploy: async (operation) => {
        if (operation.target.account.id === first && crashes-- > 0) throw failing("crash");
        return outcomeOf(operation);
      },
    });
    expect((await summary).targets.map(({ state, attempts }) => [state, attempts])).to.deep.equal([
      ["done", 2],
      ["done", 1],
    ]);
  });

  it("finishes what is in flight when cancelled and tells which targets were never started", async () => {
    const cancel = new AbortController();
    const { summary } = run(5, {
      concurrency: 2,
      signal: cancel.signal,
      deploy: async (operation, { signal }) => {
        cancel.abort();
        await pause();
        expect(signal.aborted).to.equal(false);
        return outcomeOf(operation);
      },
    });
    const { targets, result } = await summary;
    const states = targets.map(({ state }) => state);
    expect(states).to.deep.equal(["done", "done", "not-started", "not-started", "not-started"]);
    expect(targets[4]?.reason).to.include("cancelled");
    expect(result).to.equal("cancelled");
  });

  it("hands the second, harder signal to the operations in flight", async () => {
    const stop = new AbortController();
    const { summary } = run(2, {
      concurrency: 1,
      stopNow: stop.signal,
      deploy: async (_operation, { signal }) => {
        stop.abort();
        signal.throwIfAborted();
        throw new Error("not reached");
      },
    });
    const { targets, result } = await summary;
    expect(targets[0]?.failure?.kind).to.equal("cancelled");
    expect(targets[1]?.state).to.equal("not-started");
    expect(result).to.equal("cancelled");
  });

  it("tries a crashed target once more, alone, after all others", async () => {
    const order: string[] = [];
    let running = 0;
    const [first = "", second = ""] = accountIds(4);
    const { summary, events } = run(4, {
      concurrency: 4,
      deploy: async (operation) => {
        const accountId = operation.target.account.id;
        const secondTry = order.includes(accountId);
        order.push(accountId);
        running += 1;
        await pause();
        const alone = running === 1;
        running -= 1;
        if (secondTry) expect(alone).to.equal(true);
        if (accountId === first && !secondTry) throw failing("crash");
        if (accountId === second) throw failing("crash");
        return outcomeOf(operation);
      },
    });
    const { targets } = await summary;
    expect(order.slice(4)).to.deep.equal([first, second]);
    expect(targets[0]).to.include({ state: "done", attempts: 2 });
    expect(targets[1]).to.include({ state: "failed", attempts: 2 });
    expect(events.filter(({ type }) => type === "target-failed")).to.have.length(1);
  });

  it("fails a target whose proof does not hold and says which case", async () => {
    const proof = (operation: TargetOperation, proven: boolean): RoleProof => ({
      accountId: operation.target.account.id,
      party: "spot",
      roleArn: "arn:aws:iam::100000000000:role/SpotRole",
      proven,
      results: [
        {
          case: "no-external-id",
          expected: "out",
          actual: proven ? "out" : "in",
          method: "sts",
          detail: "let in without an external id",
        },
      ],
    });
    const { summary, events } = run(2, {
      prove: async (operation) => [proof(operation, operation.target.account.id.endsWith("1"))],
    });
    const { targets } = await summary;
    expect(targets[0]).to.have.property("state", "failed");
    expect(targets[0]?.failure).to.include({ kind: "proof" });
    expect(targets[0]?.failure?.instruction).to.include("cross-account drift --only");
    expect(targets[0]?.failure?.message).to.include("no-external-id").and.include("let in without an external id");
    expect(targets[1]).to.have.property("state", "done");
    expect(events.filter(({ type }) => type === "target-proved")).to.have.length(2);
  });

  it("starts nothing more when the journal cannot be written, and tells why after what was in flight", async () => {
    let deployed = 0;
    const { summary } = run(3, {
      concurrency: 1,
      journal: {
        append: async (event) => {
          if (event.type === "target-done") throw new Error("no space left on device");
        },
      },
      deploy: async (operation) => {
        deployed += 1;
        return outcomeOf(operation);
      },
    });
    const error = await summary.catch((reason: Error) => reason);
    expect(error).to.be.instanceOf(Error).with.property("message", "no space left on device");
    expect(deployed).to.equal(1);
  });

  it("writes every event to the journal before it tells anybody", async () => {
    const journaled: RunEvent[] = [];
    const { summary } = run(3, {
      leftOut: [
        {
          account: { id: "999999999999", name: "old", ouPath: "/", state: "SUSPENDED", management: false },
          reason: "suspended",
        },
      ],
      journal: {
        append: async (event) => {
          await pause();
          journaled.push(event);
        },
      },
      onEvent: (event) => expect(journaled).to.include(event),
    });
    const { leftOut } = await summary;
    expect(leftOut).to.deep.equal([{ id: "999999999999", name: "old", reason: "suspended" }]);
    expect(journaled.map(({ type }) => type)).to.include.members(["run-started", "target-done", "run-ended"]);
  });

  it("lets every target in flight listen to one signal without a warning of a leak, the caller's left as it is", async () => {
    const warnings: string[] = [];
    const listener = ({ name }: Error) => warnings.push(name);
    process.on("warning", listener);
    const stopNow = new AbortController();
    const { summary } = run(40, {
      concurrency: 40,
      stopNow: stopNow.signal,
      deploy: (_operation, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(failing("cancelled")))),
    });
    await pause();
    await pause();
    expect(getMaxListeners(stopNow.signal)).to.equal(defaultMaxListeners);
    stopNow.abort();
    expect((await summary).counts.failed).to.equal(40);
    process.off("warning", listener);
    expect(warnings).to.deep.equal([]);
  });
});
