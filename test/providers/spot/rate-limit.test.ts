import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { createSpotClient } from "../../../providers/spot/client";
import { rateLimited, type SpotDouble, startSpotDouble, success } from "../../support/spot-double";

const pace = { retries: 4, firstDelayMs: 5, maxDelayMs: 20 };

describe("the rate limit of Spot", () => {
  let spot: SpotDouble;
  let arrivals: { call: string; at: number }[];
  // Each its own client, as each stack has: the limit is Spot's and so is shared by all of them.
  const client = () => createSpotClient({ endpoint: spot.endpoint, token: { env: "RATE_TEST_TOKEN" }, pace });

  before(() => {
    process.env.RATE_TEST_TOKEN = "token";
  });
  after(() => {
    delete process.env.RATE_TEST_TOKEN;
  });
  // A new port each time: lanes are kept per endpoint for the life of the process.
  beforeEach(async () => {
    spot = await startSpotDouble();
    arrivals = [];
  });
  afterEach(() => spot.close());

  it("is waited out by every request of the route, none of which is sent while it lasts", async () => {
    const answers = [rateLimited(1)];
    spot.interfere = ({ method, path }) => {
      arrivals.push({ call: `${method} ${path}`, at: Date.now() });
      return answers.shift();
    };

    await Promise.all([client().listAccounts(), client().listAccounts(), client().listAccounts("111111111111")]);

    const [refused, ...later] = arrivals;
    expect(later).to.have.length(3);
    expect(later.map(({ at }) => at - (refused?.at ?? 0) >= 990)).to.deep.equal([true, true, true]);
  });

  it("does not hold up other routes and other methods of the same route", async () => {
    const answers = [rateLimited(1)];
    spot.interfere = ({ method, path }) => {
      arrivals.push({ call: `${method} ${path}`, at: Date.now() });
      return method === "GET" ? answers.shift() : undefined;
    };
    const listed = client().listAccounts();
    const account = await client().createAccount("aws-1");
    await client().renameAccount(account.accountId, "one");

    expect(arrivals.map(({ call }) => call)).to.deep.equal([
      "GET /setup/account",
      "POST /setup/account",
      `PUT /setup/account/${account.accountId}`,
    ]);
    await listed;
  });

  it("is not run into when Spot says that nothing is left of it", async () => {
    spot.interfere = () => {
      arrivals.push({ call: "", at: Date.now() });
      return {
        ...success(),
        headers: { "x-ratelimit-remaining": arrivals.length === 1 ? "0" : "9", "x-ratelimit-reset": "1" },
      };
    };

    await client().listAccounts();
    await client().listAccounts();

    expect((arrivals[1]?.at ?? 0) - (arrivals[0]?.at ?? 0)).to.be.at.least(990);
  });

  it("keeps requests of one route and method in line, one at a time", async () => {
    let inFlight = 0;
    let most = 0;
    spot.interfere = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await delay(10);
      inFlight -= 1;
      return undefined;
    };

    await Promise.all(Array.from({ length: 8 }, () => client().listAccounts()));

    expect(spot.seen).to.have.length(8);
    expect(most).to.equal(1);
  });

  it("is reported when it outlasts all patience", async () => {
    spot.interfere = () => rateLimited(0);

    const error = await client()
      .listAccounts()
      .then(
        () => expect.fail("the call succeeded"),
        (reason) => reason,
      );

    expect(error).to.include({ status: 429, code: "RateLimitExceeded", retryable: true, requestId: "req-429" });
    expect(error.message).to.contain("Rate limit exceeded").and.to.contain("lower the concurrency");
    expect(spot.seen).to.have.length(1 + pace.retries);
  });
});
