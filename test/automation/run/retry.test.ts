import { expect } from "chai";
import { retryDelay } from "../../../automation/run/retry-rules";
import { FakeClock } from "./fake-clock";
import { failing, outcomeOf, pause, run } from "./sample-targets";

const busy = () =>
  failing("aws", "creating IAM Role: operation error IAM: CreateRole, StatusCode: 503, ServiceUnavailable");

describe("Trying again", () => {
  const cases: [kind: string, message: string, isTried: boolean][] = [
    ["locked", "the stack is currently locked by 1 lock(s)", true],
    ["timeout", "It did not end within 600 s and was stopped.", true],
    ["aws", "api error Throttling: Rate exceeded", true],
    ["aws", "api error AccessDenied: not authorized to perform: iam:CreateRole", false],
    ["unknown", "TooManyRequestsException: slow down", true],
    ["unknown", "Cannot read properties of undefined", false],
    ["vendor", "Spot refused to create it. This is a failure on Spot's side: run again later.", true],
    ["vendor", "Spot could not be asked to list accounts: ECONNRESET.", true],
    ["vendor", "connected to act-2 and act-3", false],
    ["state", "dial tcp 127.0.0.1:5432: connect: connection refused", true],
    ["state", "incorrect passphrase", false],
    ["plugin", "did not begin responding to RPC connections", true],
    ["plugin", "no resource plugin 'aws'", false],
    ["program", "Rate exceeded", false],
    ["proof", "The role does not open for exactly the right party", false],
    ["cancelled", "It was cancelled.", false],
    ["artefact", "Rate exceeded", false],
    ["crash", "The program crashed", false],
  ];
  for (const [kind, message, isTried] of cases) {
    it(`${isTried ? "is worth it" : "is not worth it"} after a failure of ${kind}: ${message.slice(0, 40)}`, () => {
      expect(retryDelay({ kind, message }, 0, { retries: 2 }) !== undefined).to.equal(isTried);
      expect(retryDelay({ kind, message }, 0, { retries: 0 })).to.equal(undefined);
    });
  }

  it("waits twice as long each time, up to a minute, as often as it is told, and after a time-out once", () => {
    const delays = [0, 1, 2, 5, 6].map((retried) => retryDelay(busy().failure, retried, { retries: 6 }));
    expect(delays).to.deep.equal([2_000, 4_000, 8_000, 60_000, undefined]);
    expect(retryDelay({ kind: "timeout", message: "" }, 1, { retries: 6 })).to.equal(undefined);
  });

  it("does the operation again after a while, and keeps every attempt", async () => {
    const clock = new FakeClock();
    let tries = 0;
    const { summary, events } = run(1, {
      ...{ clock, retry: { retries: 3 } },
      deploy: async (operation) => {
        tries += 1;
        if (tries < 3) throw busy();
        return outcomeOf(operation);
      },
    });
    const { targets, result } = await summary;
    expect(result).to.equal("done");
    expect(targets[0]).to.include({ state: "done", attempts: 3 });
    expect(targets[0]?.retried?.map(({ kind }) => kind)).to.deep.equal(["aws", "aws"]);
    expect(clock.slept).to.deep.equal([2_000, 4_000]);
    expect(
      events.flatMap((event) => (event.type === "target-retried" ? [[event.attempt, event.againAt]] : [])),
    ).to.deep.equal([
      [1, "2026-01-30T09:00:02.000Z"],
      [2, "2026-01-30T09:00:06.000Z"],
    ]);
  });

  it("fails with the last error when it does not pass, and counts it once", async () => {
    const { summary } = run(2, {
      ...{ clock: new FakeClock(), retry: { retries: 2 }, tolerance: 2 },
      deploy: async () => Promise.reject(busy()),
    });
    const { counts, targets } = await summary;
    expect(counts.failed).to.equal(2);
    expect(targets.map(({ attempts, failure }) => [attempts, failure?.kind])).to.deep.equal([
      [3, "aws"],
      [3, "aws"],
    ]);
  });

  it("is over at once when the run is cancelled meanwhile", async () => {
    const clock = new FakeClock(true);
    const cancel = new AbortController();
    let tries = 0;
    const { summary } = run(2, {
      ...{ clock, retry: { retries: 2 }, signal: cancel.signal, concurrency: 1 },
      deploy: async () => {
        tries += 1;
        throw busy();
      },
    });
    while (!clock.isAsleep) await pause();
    cancel.abort();
    const { result, targets } = await summary;
    expect([result, tries]).to.deep.equal(["cancelled", 1]);
    expect(targets[0]?.failure?.kind).to.equal("aws");
    expect(targets[1]?.state).to.equal("not-started");
  });
});
