import { expect } from "chai";
import type { SpaceliftApi } from "../../../examples/sandbox/spacelift/spacelift-api";
import {
  createSpaceliftClient,
  type SpaceliftClient,
  type SpaceliftIntegrationSettings,
  type TokenReader,
  VendorError,
} from "../../../providers";
import { type SpaceliftOnEmulator, startSpaceliftOnEmulator } from "../../support/spacelift-on-emulator";

const settings: SpaceliftIntegrationSettings = {
  name: "prod",
  roleArn: "arn:aws:iam::111111111111:role/NotThereYet",
  durationSeconds: 3600,
  generateCredentialsInWorker: false,
  labels: ["one"],
};

describe("The Spacelift client", function () {
  this.timeout(60_000);
  let host: SpaceliftOnEmulator;
  let spacelift: SpaceliftApi;

  before(async () => {
    host = await startSpaceliftOnEmulator();
  });
  beforeEach(async () => {
    spacelift = await host.start();
  });
  after(() => host.close());
  afterEach(() => {
    delete process.env.CLIENT_TEST_KEY_ID;
    delete process.env.CLIENT_TEST_KEY_SECRET;
  });

  const connect = (more: { endpoint?: string; secret?: string; retries?: number } = {}): SpaceliftClient => {
    process.env.CLIENT_TEST_KEY_ID = spacelift.apiKey.id;
    process.env.CLIENT_TEST_KEY_SECRET = more.secret ?? spacelift.apiKey.secret;
    return createSpaceliftClient({
      endpoint: more.endpoint ?? spacelift.endpoint,
      apiKey: { id: { env: "CLIENT_TEST_KEY_ID" }, secret: { env: "CLIENT_TEST_KEY_SECRET" } },
      pace: { retries: more.retries ?? 3, firstDelayMs: 10, maxDelayMs: 20 },
    });
  };
  const refusalOf = async (attempt: Promise<unknown>): Promise<VendorError> => {
    const error = await attempt.then(
      () => expect.fail("the call succeeded"),
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(VendorError);
    return error as VendorError;
  };

  it("exchanges the key once for however many calls, in whichever client", async () => {
    const clients = [connect(), connect(), connect({ endpoint: `${spacelift.endpoint}/graphql/` })];
    const accounts = await Promise.all(clients.map((client) => client.readAccount()));
    expect(accounts[2]).to.deep.equal({ name: "acme", awsAccountId: "324880187172" });
    await clients[0]?.listIntegrations();
    expect(spacelift.calls("apiKeyUser")).to.have.length(1);
  });

  it("exchanges it again half a minute before the session ends, and when Spacelift ended it early", async () => {
    const client = connect();
    await client.readAccount();
    spacelift.revokeSessions();
    await Promise.all([client.readAccount(), client.listIntegrations()]);
    expect(spacelift.calls("apiKeyUser")).to.have.length(2);

    spacelift = await host.start({ sessionSeconds: 25 });
    const shortLived = connect();
    await shortLived.readAccount();
    await shortLived.readAccount();
    expect(spacelift.calls("apiKeyUser")).to.have.length(2);
  });

  it("names the sources of a key that Spacelift does not know, never the key", async () => {
    const error = await refusalOf(connect({ secret: "canary-wrong" }).readAccount());
    expect(error.message).to.contain("CLIENT_TEST_KEY_ID").and.to.contain("CLIENT_TEST_KEY_SECRET");
    expect(error.message).not.to.contain("canary-wrong");
    expect(error).to.include({ code: "UNAUTHORIZED", retryable: false });
  });

  it("reads a key again that Spacelift does not know, as it may have been rotated, and exchanges the new one", async () => {
    const { endpoint, apiKey } = spacelift;
    const asked: (string | undefined)[] = [];
    const tokens: TokenReader = {
      read: async ({ env }, refused) => {
        asked.push(refused);
        if (env === "ID") return apiKey.id;
        return refused === undefined ? "before-rotation" : apiKey.secret;
      },
    };
    const client = createSpaceliftClient({
      endpoint,
      tokens,
      apiKey: { id: { env: "ID" }, secret: { env: "SECRET" } },
    });

    expect((await client.readAccount()).name).to.equal("acme");
    expect(asked).to.deep.equal([undefined, undefined, apiKey.id, "before-rotation"]);
  });

  it("replaces every setting on update, and switches off what was on", async () => {
    const client = connect();
    const full = { ...settings, region: "eu-west-1", tagAssumeRole: true, autoattachEnabled: true };
    const { integrationId } = await client.createIntegration(full);
    expect(await client.readIntegration(integrationId, full)).to.include({ region: "eu-west-1", tagAssumeRole: true });
    await client.updateIntegration(integrationId, { ...settings, name: "renamed", labels: [] }, full);
    expect(spacelift.integrations()[0]).to.deep.include({
      name: "renamed",
      labels: [],
      externalId: "",
      region: null,
      tagAssumeRole: false,
      autoattachEnabled: false,
      durationSeconds: 3600,
    });
  });

  it("passes the external id of workers in and reads it out, whatever its spelling", async () => {
    const client = connect();
    const worker = { ...settings, generateCredentialsInWorker: true, externalId: "wK7x2Pq9Lm4Zr8Tn" };
    const made = await client.createIntegration(worker);
    expect(made.externalId).to.equal("wK7x2Pq9Lm4Zr8Tn");
    expect((await client.readIntegration(made.integrationId, worker))?.externalId).to.equal("wK7x2Pq9Lm4Zr8Tn");
  });

  it("works with an older Spacelift unless a newer field is used, and says which to leave out", async () => {
    spacelift = await host.start({ older: true });
    const client = connect();
    const { integrationId } = await client.createIntegration(settings);
    await client.updateIntegration(integrationId, settings, settings);
    const error = await refusalOf(client.createIntegration({ ...settings, tagAssumeRole: true }));
    expect(error.code).to.equal("UNKNOWN_FIELD");
    expect(error.message).to.contain("leave out the region, tagged sessions");
  });

  it("takes null and not found for absent, and deletes and detaches what is gone", async () => {
    const client = connect();
    expect(await client.readIntegration("01NOBODY", settings)).to.equal(undefined);
    expect(await client.readAttachment("01NOBODY", "network")).to.equal(undefined);
    await client.deleteIntegration("01NOBODY");
    await client.detach("01NOBODY");
    expect(spacelift.calls("awsIntegrationDelete")[0]?.error).to.contain("not found");
    expect(spacelift.calls("awsIntegrationDetach")[0]?.error).to.contain("not found");
  });

  it("waits out a rate limit and a failing server, and repeats a create only when nothing was done", async () => {
    const client = connect();
    spacelift.faults.add({ fault: { kind: "rate-limit", resetSeconds: 0 }, route: "awsIntegrationCreate", times: 1 });
    spacelift.faults.add({ fault: { kind: "server-error" }, route: "awsIntegrations", times: 2 });
    await client.createIntegration(settings);
    expect(await client.listIntegrations()).to.have.length(1);

    spacelift.faults.add({ fault: { kind: "answer-lost" }, route: "awsIntegrationCreate", times: 1 });
    const error = await refusalOf(client.createIntegration({ ...settings, name: "lost" }));
    expect(error).to.include({ code: "NO_ANSWER", outcome: "unknown" });
    expect(spacelift.integrations().filter(({ name }) => name === "lost")).to.have.length(1);
  });

  it("says that an answer is not Spacelift's", async () => {
    spacelift.faults.add({ fault: { kind: "server-error", status: 404 }, times: 1 });
    const error = await refusalOf(connect().readAccount());
    expect(error.message).to.contain("HTTP 404").and.to.contain("address of your Spacelift account");
  });
});
