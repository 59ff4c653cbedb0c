import { expect } from "chai";
import fc from "fast-check";
import { RateLimits } from "../../../../examples/sandbox/spot/rate-limits";
import { type SpotApi, startSpotApi } from "../../../../examples/sandbox/spot/spot-api";
import { callSpot } from "../../../support/spot-calls";

const aws = { endpoint: "http://127.0.0.1:9", user: { accessKeyId: "unused", secretAccessKey: "unused" } };

describe("Spot's rate limits in the sandbox", () => {
  let api: SpotApi | undefined;
  afterEach(() => api?.close());

  it("refuse one call too many with a body and headers of their own, on that route and method only", async () => {
    api = await startSpotApi({ token: "right", aws, rules: { rateLimit: { calls: 2 } } });
    const first = await callSpot(api, "GET", "/setup/account");
    expect(first.headers.get("x-ratelimit-limit")).to.equal("2");
    expect(first.headers.get("x-ratelimit-remaining")).to.equal("1");
    await callSpot(api, "GET", "/setup/account?cloudAccountId=1");
    const refused = await callSpot(api, "GET", "/setup/account");
    expect(refused.status).to.equal(429);
    expect(refused.body.response).to.deep.equal({
      status: { code: 429, message: "Too Many Requests" },
      data: "Rate limit exceeded",
    });
    expect(refused.headers.get("x-ratelimit-remaining")).to.equal("0");
    expect(Number(refused.headers.get("x-ratelimit-reset"))).to.be.within(59, 60);
    expect((await callSpot(api, "POST", "/setup/account", { account: { name: "x" } })).status).to.equal(200);
  });

  it("push the reset back with every call made while blocked", () => {
    const limits = new RateLimits({ calls: 2, windowMs: 60_000 });
    limits.count("GET /x", 0);
    limits.count("GET /x", 1_000);
    expect(limits.count("GET /x", 10_000)).to.include({ blocked: true, resetSeconds: 51 });
    expect(limits.count("GET /x", 20_000)).to.include({ blocked: true, resetSeconds: 50 });
    expect(limits.count("GET /x", 70_001)).to.include({ blocked: false });
  });

  it("take the call again after the seconds they told, and never before when called all the time", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 20 }),
        (calls, gaps) => {
          const limits = new RateLimits({ calls, windowMs: 60_000 });
          let now = 0;
          let verdict = limits.count("GET /x", now);
          for (const gap of gaps) {
            now += gap;
            verdict = limits.count("GET /x", now);
          }
          const patient = limits.count("GET /x", now + verdict.resetSeconds * 1000);
          expect(patient.blocked).to.equal(false);
        },
      ),
    );
    const hasty = new RateLimits({ calls: 3, windowMs: 60_000 });
    const verdicts = Array.from({ length: 100 }, (_, index) => hasty.count("GET /x", index * 10_000).blocked);
    expect(verdicts.indexOf(true)).to.equal(3);
    expect(verdicts.slice(3)).to.not.include(false);
  });
});
