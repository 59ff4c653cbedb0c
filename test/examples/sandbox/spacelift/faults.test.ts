import { expect } from "chai";
import { type SpaceliftApi, startSpaceliftApi } from "../../../../examples/sandbox/spacelift/spacelift-api";

const aws = { endpoint: "http://127.0.0.1:9", user: { accessKeyId: "unused", secretAccessKey: "unused" } };
const apiKey = { id: "01HTESTKEY0000000000000000", secret: "right" };

describe("faults of the sandbox's Spacelift API", () => {
  let api: SpaceliftApi;
  beforeEach(async () => {
    api = await startSpaceliftApi({ accountName: "acme", apiKey, aws });
  });
  afterEach(() => api.close());

  const ask = () =>
    fetch(`${api.endpoint}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "query { awsIntegrations { id } }" }),
    });
  const failure = () =>
    ask().then(
      () => "none",
      (error: Error) => (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.name,
    );

  it("strike the named operation only", async () => {
    api.faults.add({ fault: { kind: "server-error" }, route: "awsIntegrationAttach" });
    expect((await ask()).status).to.equal(200);
    api.faults.add({ fault: { kind: "server-error", status: 503 }, route: "awsIntegrations", times: 1 });
    expect((await ask()).status).to.equal(503);
    expect(api.faults.counts()).to.deep.equal({ "server-error": 1 });
    expect(api.calls().map(({ operation }) => operation)).to.deep.equal(["awsIntegrations", "awsIntegrations"]);
  });

  it("refuse as one call too many, with the reset by a clock that may be off", async () => {
    api.faults.add({ fault: { kind: "rate-limit", resetSeconds: 7 }, times: 2 });
    const refused = await ask();
    expect([refused.status, refused.headers.get("retry-after")]).to.deep.equal([429, "7"]);
    api.faults.add({ fault: { kind: "clock-skew", seconds: 3 }, times: 1 });
    expect((await ask()).headers.get("retry-after")).to.equal("10");
  });

  it("break the connection, before the call is answered or after", async () => {
    api.faults.add({ fault: { kind: "connection-reset" }, times: 1 });
    expect(await failure()).to.equal("ECONNRESET");
    api.faults.add({ fault: { kind: "answer-lost" }, times: 1 });
    expect(await failure()).to.equal("ECONNRESET");
    expect(await failure()).to.equal("none");
  });

  it("strike by the seed that was given", async () => {
    const other = await startSpaceliftApi({ accountName: "acme", apiKey, aws, rules: { faultSeed: 99 } });
    const strikes = (one: SpaceliftApi) => {
      one.faults.add({ fault: { kind: "connection-reset" }, probability: 0.5 });
      return Array.from({ length: 64 }, () => one.faults.strike("any").length);
    };
    expect(strikes(api)).to.not.deep.equal(strikes(other));
    await other.close();
  });
});
