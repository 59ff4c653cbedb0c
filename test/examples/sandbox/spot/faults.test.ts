import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { type SpotApi, startSpotApi } from "../../../../examples/sandbox/spot/spot-api";
import { callSpot, createSpotAccount } from "../../../support/spot-calls";

const aws = { endpoint: "http://127.0.0.1:9", user: { accessKeyId: "unused", secretAccessKey: "unused" } };
const creation = "POST /setup/account";

describe("faults of the sandbox's Spot API", () => {
  let api: SpotApi;
  beforeEach(async () => {
    api = await startSpotApi({ token: "right", aws });
  });
  afterEach(() => api.close());

  const create = () => callSpot(api, "POST", "/setup/account", { account: { name: "aws-1" } });
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => "none",
      (error: Error) => (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.name,
    );
  const made = () => api.accounts().length - 1;

  it("make an answer slow", async () => {
    api.faults.add({ fault: { kind: "latency", ms: 60 } });
    const start = performance.now();
    expect((await create()).status).to.equal(200);
    expect(performance.now() - start).to.be.at.least(59);
  });

  it("refuse as one call too many, with the reset that was asked for", async () => {
    api.faults.add({ fault: { kind: "rate-limit", resetSeconds: 7 }, times: 1 });
    const refused = await create();
    expect(refused.status).to.equal(429);
    expect(refused.headers.get("x-ratelimit-reset")).to.equal("7");
    expect(made()).to.equal(0);
    expect((await create()).status).to.equal(200);
  });

  it("fail on the vendor's side: with the envelope at 500, with a page of the proxy at 502 to 504", async () => {
    api.faults.add({ fault: { kind: "server-error" }, times: 1 });
    const own = await create();
    expect(own.status).to.equal(500);
    expect(own.body.response?.errors).to.have.length(1);
    api.faults.add({ fault: { kind: "server-error", status: 503 }, times: 1 });
    const proxy = await create();
    expect(proxy.status).to.equal(503);
    expect(proxy.text).to.match(/^<html>/);
    expect(made()).to.equal(0);
  });

  it("break the connection before the change", async () => {
    api.faults.add({ fault: { kind: "connection-reset" }, times: 1 });
    expect(await failure(create())).to.equal("ECONNRESET");
    expect(made()).to.equal(0);
  });

  it("lose the answer after the change", async () => {
    api.faults.add({ fault: { kind: "answer-lost" }, times: 1 });
    expect(await failure(create())).to.equal("ECONNRESET");
    expect(made()).to.equal(1);
    expect(api.calls(creation)[0]).to.not.have.property("status");
  });

  it("stay silent after the change until the caller has had enough", async () => {
    api.faults.add({ fault: { kind: "answer-lost", holdMs: 60_000 }, times: 1 });
    const call = fetch(`${api.endpoint}/setup/account`, {
      method: "POST",
      headers: { authorization: "Bearer right" },
      body: JSON.stringify({ account: { name: "aws-1" } }),
      signal: AbortSignal.timeout(100),
    });
    expect(await failure(call)).to.equal("TimeoutError");
    expect(made()).to.equal(1);
  });

  it("hide a new account for a while from every other call", async () => {
    api.faults.add({ fault: { kind: "slow-consistency", ms: 80 }, route: creation });
    const id = await createSpotAccount(api, "aws-1");
    const listed = async () => (await callSpot(api, "GET", "/setup/account")).body.response?.count;
    expect(await listed()).to.equal(1);
    const early = await callSpot(api, "POST", `/setup/credentials/aws/externalId?accountId=${id}`);
    expect(early.body.response?.errors?.[0]?.code).to.equal("Account_DOESNT_EXIST");
    while ((await listed()) === 1) expect(made()).to.equal(1);
    expect((await callSpot(api, "POST", `/setup/credentials/aws/externalId?accountId=${id}`)).status).to.equal(200);
  });

  it("strike the named route only, as often as asked, until taken back", async () => {
    const takeBack = api.faults.add({ fault: { kind: "server-error" }, route: creation, times: 2 });
    expect((await callSpot(api, "GET", "/setup/account")).status).to.equal(200);
    expect((await create()).status).to.equal(500);
    takeBack();
    expect((await create()).status).to.equal(200);
    expect(api.faults.counts()).to.deep.equal({ "server-error": 1 });
  });

  it("tell the time and the reset by a clock that is off", async () => {
    api.faults.add({ fault: { kind: "clock-skew", seconds: -600 }, times: 1 });
    const { headers } = await create();
    expect(Date.now() - Date.parse(headers.get("date") ?? "")).to.be.at.least(599_000);
    expect(headers.get("x-ratelimit-reset")).to.equal("0");
    const later = await create();
    expect(Date.now() - Date.parse(later.headers.get("date") ?? "")).to.be.below(590_000);
  });
});

describe("the accounts of the sandbox's Spot API", () => {
  it("are there again when it is started with the same file", async () => {
    const dir = await mkdtemp(path.join(tmpdir(), "spot-api-"));
    const stateFile = path.join(dir, "spot.json");
    const first = await startSpotApi({ token: "right", aws, stateFile });
    await createSpotAccount(first, "aws-1");
    first.connect("123456789012", "old one");
    await first.close();
    const second = await startSpotApi({ token: "right", aws, stateFile });
    expect(second.accounts()).to.have.length(3).and.to.deep.equal(first.accounts());
    await second.close();
    await rm(dir, { recursive: true, force: true });
  });
});
