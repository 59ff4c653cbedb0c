import { expect } from "chai";
import type { RunEvent } from "../../../automation/model";
import type { Wave } from "../../../automation/plan/wave-rules";
import { FakeClock } from "./fake-clock";
import { accountIds, failing, numberOf, outcomeOf, pause, run } from "./sample-targets";

const ids = accountIds(4);
const [first = ""] = ids;
const wave = (name: string, from: number, to: number, rest: Partial<Wave> = {}): Wave => ({
  ...{ name, accountIds: ids.slice(from, to) },
  ...rest,
});
const staged = (rest: Partial<Wave> = {}): Wave[] => [
  wave("canary", 0, 1, { canary: true, ...rest }),
  wave("wave 1", 1, 4),
];

/** What happened, in short: `canary`, `0`, `wait: …`, `stop`. */
function stepsOf(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type === "wave-started") return event.wave;
    if (event.type === "target-done") return String(Number(event.accountId) - 100_000_000_000);
    if (event.type === "wave-waits") return `wait: ${event.for}`;
    return event.type === "run-stopped" ? "stop" : [];
  });
}

describe("A run in waves", () => {
  it("begins a wave when all of the one before have ended, and tells of both", async () => {
    const { summary, events } = run(4, { waves: staged(), clock: new FakeClock() });
    const { result, waves } = await summary;
    expect(result).to.equal("done");
    expect(stepsOf(events)).to.deep.equal(["canary", "0", "wave 1", "1", "2", "3"]);
    expect(
      waves?.map(({ name, accountIds: members, startedAt }) => [name, members.length, typeof startedAt]),
    ).to.deep.equal([
      ["canary", 1, "string"],
      ["wave 1", 3, "string"],
    ]);
    expect(events[0]).to.have.property("waves").that.has.length(2);
  });

  it("says nothing of waves where all accounts go together, and takes those in no wave last", async () => {
    const { summary, events } = run(4, {});
    expect((await summary).waves).to.equal(undefined);
    expect(stepsOf(events)).to.deep.equal(["0", "1", "2", "3"]);
    const rest = run(4, { waves: [wave("canary", 3, 4)] });
    await rest.summary;
    expect(stepsOf(rest.events)).to.deep.equal(["canary", "3", "wave 2", "0", "1", "2"]);
  });

  it("starts nothing after a canary that failed, however much is borne, and says why for each account", async () => {
    const { summary, events } = run(4, {
      waves: staged(),
      tolerance: "100%",
      deploy: async (operation) => {
        if (numberOf(operation) === 0) throw failing("aws");
        return outcomeOf(operation);
      },
    });
    const { result, counts, targets, stopped } = await summary;
    expect(result).to.equal("failed");
    expect(counts).to.include({ failed: 1, "not-started": 3, done: 0 });
    expect(stopped).to.equal("1 account of canary failed, and a canary bears no failure");
    expect(targets.slice(1).map(({ reason }) => reason)).to.deep.equal([stopped, stopped, stopped]);
    expect(stepsOf(events)).to.deep.equal(["canary", "stop"]);
  });

  it("goes through a whole wave whatever fails where no tolerance is given, and begins no other after it", async () => {
    const { summary } = run(4, {
      waves: [wave("wave 1", 0, 3), wave("wave 2", 3, 4)],
      concurrency: 1,
      deploy: async (operation) => {
        if (numberOf(operation) === 0) throw failing("aws");
        return outcomeOf(operation);
      },
    });
    const { counts, stopped } = await summary;
    expect(counts).to.include({ failed: 1, done: 2, "not-started": 1 });
    expect(stopped).to.match(/without rollout\.tolerance a wave follows only when nothing failed/);
  });

  it("goes on after a wave with failures that the tolerance bears", async () => {
    const { summary } = run(4, {
      waves: [wave("wave 1", 0, 3), wave("wave 2", 3, 4)],
      tolerance: 1,
      deploy: async (operation) => {
        if (numberOf(operation) === 0) throw failing("aws");
        return outcomeOf(operation);
      },
    });
    expect((await summary).counts).to.include({ failed: 1, done: 3 });
  });

  it("waits out the soak, then for the hours, then runs the program, then asks", async () => {
    const clock = new FakeClock();
    const asked: unknown[] = [];
    const gate = { hours: "12:00-16:00", command: [process.execPath, "-e", ""], approval: true as const };
    const { summary, events } = run(4, {
      ...{ waves: staged({ soak: "30m", gate }), clock },
      approve: async ({ signal: _signal, ...request }) => {
        asked.push(request);
        return true;
      },
    });
    const { result, waves } = await summary;
    expect(result).to.equal("done");
    expect(stepsOf(events)).to.deep.equal([
      ...["canary", "0", "wait: a soak of 30 minutes", "wait: 12:00-16:00 UTC"],
      ...[`wait: ${process.execPath}`, "wait: approval", "wave 1", "1", "2", "3"],
    ]);
    // It is nine when the canary is through.
    expect(clock.slept).to.deep.equal([30 * 60_000, 150 * 60_000]);
    expect(events.find(({ type }) => type === "wave-waits")).to.include({ until: "2026-01-30T09:30:00.000Z" });
    expect(asked).to.deep.equal([{ fleet: "acme", runId: "run-1", after: "canary", next: "wave 1", waiting: 3 }]);
    expect(waves?.[0]?.waitedFor).to.have.length(4);
  });

  it("waits for the hours once more when the answer came after them", async () => {
    const clock = new FakeClock();
    const { summary, events } = run(4, {
      ...{ waves: staged({ gate: { hours: "08:00-16:00", approval: true } }), clock },
      approve: async ({ signal }) => {
        await clock.sleep(10 * 3_600_000, signal);
        return true;
      },
    });
    expect((await summary).result).to.equal("done");
    expect(stepsOf(events).slice(2, 5)).to.deep.equal(["wait: approval", "wait: 08:00-16:00 UTC", "wave 1"]);
    expect(clock.now().toISOString()).to.equal("2026-01-31T08:00:00.000Z");
  });

  it("does not wait after the last wave", async () => {
    const clock = new FakeClock();
    const { summary } = run(1, { waves: [wave("canary", 0, 1, { soak: "1d", gate: { approval: true } })], clock });
    expect((await summary).result).to.equal("done");
    expect(clock.slept).to.deep.equal([]);
  });

  it("is told by a program's exit code that it may not go on, with what the program said, and tells the program of itself", async () => {
    const said =
      "console.error(['FLEET','RUN','WAVE','NEXT_WAVE'].map((n) => process.env['CROSS_ACCOUNT_' + n]).join())";
    const { summary } = run(4, {
      waves: staged({ gate: { command: [process.execPath, "-e", `${said};process.exit(3)`] } }),
    });
    const { result, counts, stopped } = await summary;
    expect([result, counts["not-started"]]).to.deep.equal(["failed", 3]);
    expect(stopped).to.match(
      /^the gate after canary did not open: .* ended with exit code 3: acme,run-1,canary,wave 1$/,
    );
  });

  it("does not go on when the program of a gate cannot be run", async () => {
    const missing = run(4, { waves: staged({ gate: { command: ["no-such-program"] } }) });
    expect((await missing.summary).stopped).to.match(/no-such-program was not found$/);
  });

  it("is cancelled where a person says no, and where there is nobody to say yes", async () => {
    for (const approve of [async () => false, undefined]) {
      const { summary } = run(4, { waves: staged({ gate: { approval: true } }), ...(approve ? { approve } : {}) });
      const { result, counts, stopped } = await summary;
      expect([result, counts.done, counts["not-started"]]).to.deep.equal(["cancelled", 1, 3]);
      expect(stopped).to.equal("going on after canary was not approved");
    }
  });

  for (const which of ["signal", "stopNow"] as const) {
    it(`ends a soak at once when ${which} is aborted, with nothing more started`, async () => {
      const clock = new FakeClock(true);
      const cancel = new AbortController();
      const { summary } = run(4, {
        waves: staged({ soak: "7d", gate: { approval: true } }),
        clock,
        [which]: cancel.signal,
      });
      while (!clock.isAsleep) await pause();
      cancel.abort();
      const { result, counts, targets } = await summary;
      expect([result, counts.done, counts["not-started"]]).to.deep.equal(["cancelled", 1, 3]);
      expect(targets[1]?.reason).to.include("cancelled");
    });
  }

  it("ends a gate's program and a question at once when it is aborted", async () => {
    const gates = [{ command: [process.execPath, "-e", "setInterval(() => {}, 1000)"] }, { approval: true as const }];
    for (const gate of gates) {
      const cancel = new AbortController();
      const { summary } = run(4, {
        ...{ waves: staged({ gate }), signal: cancel.signal, approve: () => new Promise<boolean>(() => {}) },
        onEvent: ({ type }) => {
          if (type === "wave-waits") setImmediate(() => cancel.abort());
        },
      });
      expect((await summary).result).to.equal("cancelled");
    }
  });

  it("goes on where it ended: what is left makes waves of its own", async () => {
    const { summary } = run(3, { waves: [wave("canary", 1, 2), wave("wave 1", 0, 1)] });
    const { targets } = await summary;
    expect(targets.map(({ state }) => state)).to.deep.equal(["done", "done", "done"]);
    expect(targets[0]?.accountId).to.equal(first);
  });
});
