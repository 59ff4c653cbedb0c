import { expect } from "chai";
import fc from "fast-check";
import { accountIds, failing, numberOf, outcomeOf, pause, run } from "./sample-targets";

describe("The tolerance of a run", () => {
  const fates = fc.array(fc.constantFrom("good", "bad", "crash", "crash-once"), { minLength: 1, maxLength: 20 });
  const amount = fc.oneof(
    fc.nat(6),
    fc.nat(100).map((share) => `${share}%`),
  );

  /** Runs accounts to their fates, and tells how many were in flight or lost together at most. */
  async function runTo(
    kinds: readonly string[],
    tolerance: number | string,
    mode: "strict" | "soft",
    concurrency: number,
  ) {
    const crashed = new Set<number>();
    let inFlight = 0;
    let failed = 0;
    let atStake = 0;
    let most = 0;
    const { summary } = run(kinds.length, {
      ...{ concurrency, tolerance, toleranceMode: mode },
      deploy: async (operation) => {
        const number = numberOf(operation);
        inFlight += 1;
        atStake = Math.max(atStake, inFlight + failed);
        most = Math.max(most, inFlight);
        for (let turn = number % 3; turn >= 0; turn -= 1) await pause();
        inFlight -= 1;
        const kind = kinds[number];
        if (kind === "good" || (kind === "crash-once" && crashed.has(number))) return outcomeOf(operation);
        if (kind === "bad" || crashed.has(number)) failed += 1;
        const isCrash = kind !== "bad";
        crashed.add(number);
        throw failing(isCrash ? "crash" : "aws");
      },
    });
    return { summary: await summary, atStake, most };
  }

  const borne = (tolerance: number | string, size: number): number =>
    typeof tolerance === "number" ? tolerance : Math.floor((size * Number.parseInt(tolerance, 10)) / 100);

  it("is never passed by more than one failure when strict, whatever fails in which order and at any concurrency", async () => {
    await fc.assert(
      fc.asyncProperty(fates, amount, fc.integer({ min: 1, max: 8 }), async (kinds, tolerance, concurrency) => {
        const { summary, atStake, most } = await runTo(kinds, tolerance, "strict", concurrency);
        const limit = borne(tolerance, kinds.length);
        expect(summary.counts.failed).to.be.at.most(limit + 1);
        expect(atStake).to.be.at.most(limit + 1);
        expect(most).to.be.at.most(concurrency);
        expect(summary.counts["not-started"] > 0).to.equal(
          summary.stopped !== undefined && summary.counts["not-started"] > 0,
        );
        if (summary.counts.failed <= limit) expect(summary.counts["not-started"]).to.equal(0);
        expect(summary.counts).to.include({ waiting: 0, running: 0 });
      }),
      { numRuns: 80 },
    );
  });

  it("keeps the concurrency when soft, and starts nothing more once it is passed", async () => {
    await fc.assert(
      fc.asyncProperty(fates, amount, fc.integer({ min: 1, max: 8 }), async (kinds, tolerance, concurrency) => {
        const { summary } = await runTo(kinds, tolerance, "soft", concurrency);
        const limit = borne(tolerance, kinds.length);
        expect(summary.counts.failed).to.be.at.most(limit + concurrency);
        if (summary.counts.failed <= limit) expect(summary.counts["not-started"]).to.equal(0);
        else expect(summary.result).to.equal("failed");
      }),
      { numRuns: 60 },
    );
  });

  it("begins with as many as it bears and one, however many are allowed at once, when strict", async () => {
    const kinds = Array.from({ length: 12 }, () => "good");
    expect((await runTo(kinds, 2, "strict", 8)).most).to.equal(3);
    expect((await runTo(kinds, 2, "soft", 8)).most).to.equal(8);
    expect((await runTo(kinds, "50%", "strict", 20)).most).to.equal(7);
  });

  it("tells every account that was not started why", async () => {
    const { summary } = run(6, { tolerance: 1, concurrency: 1, deploy: async () => Promise.reject(failing("aws")) });
    const { counts, stopped, targets, result } = await summary;
    expect([counts.failed, counts["not-started"], result]).to.deep.equal([2, 4, "failed"]);
    expect(stopped).to.equal("2 accounts failed, and at most 1 may (rollout.tolerance)");
    expect(targets.filter(({ reason }) => reason === stopped)).to.have.length(4);
  });

  it("counts a share of each wave, and a number over all of them", async () => {
    const ids = accountIds(20);
    const waves = [
      { name: "wave 1", accountIds: ids.slice(0, 10) },
      { name: "wave 2", accountIds: ids.slice(10) },
    ];
    const deploy = async (operation: Parameters<typeof outcomeOf>[0]) => {
      if ([0, 10].includes(numberOf(operation))) throw failing("aws");
      return outcomeOf(operation);
    };
    const share = await run(20, { waves, deploy, tolerance: "10%" }).summary;
    expect(share.counts).to.include({ failed: 2, done: 18 });
    const number = await run(20, { waves, deploy, tolerance: 1 }).summary;
    expect(number.counts).to.include({ failed: 2, done: 9, "not-started": 9 });
    const none = await run(20, { waves, deploy, tolerance: "9%", concurrency: 1 }).summary;
    expect(none.stopped).to.equal("1 account of wave 1 failed, and at most 0 of its 10 may (rollout.tolerance: 9%)");
  });

  it("has room again when a crash that counted does not come a second time", async () => {
    const { summary } = await runTo(["crash-once", "good", "good", "good"], 0, "strict", 1);
    expect(summary.counts).to.include({ done: 4, failed: 0 });
    expect(summary.stopped).to.equal(undefined);
  });
});
