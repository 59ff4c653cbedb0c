import { expect } from "chai";
import { createSpotClient, type SpotClientOptions } from "../../../providers/spot/client";
import type { VendorError } from "../../../providers/vendor-error";
import { rateLimited, refusal, type SpotDouble, startSpotDouble, success } from "../../support/spot-double";

const token = "canary0token0value";
const tokenVariable = "CLIENT_TEST_SPOT_TOKEN";
const impatient = { retries: 2, firstDelayMs: 5, maxDelayMs: 20 };

describe("the Spot client", () => {
  let spot: SpotDouble;
  const connect = (options: Partial<SpotClientOptions> = {}) =>
    createSpotClient({ endpoint: spot.endpoint, token: { env: tokenVariable }, pace: impatient, ...options });

  before(async () => {
    spot = await startSpotDouble();
  });
  beforeEach(() => {
    process.env[tokenVariable] = token;
  });
  afterEach(() => {
    delete process.env[tokenVariable];
    spot.reset();
  });
  after(() => spot.close());

  it("reads the id of a created account from `id` and that of a listed one from `accountId`", async () => {
    const created = await connect().createAccount("aws-111111111111");
    const listed = await connect().listAccounts();

    expect(created).to.deep.equal({ accountId: "act-00000001", name: "aws-111111111111", organizationId: "606" });
    expect(listed).to.deep.equal([created]);
    expect(spot.seen[0]?.body).to.deep.equal({ account: { name: "aws-111111111111" } });
  });

  it("lists the accounts of one AWS account with the link they have", async () => {
    spot.accounts.push(
      { accountId: "act-1", name: "one", awsAccountId: "111111111111" },
      { accountId: "act-2", name: "two" },
    );

    expect(await connect().listAccounts("111111111111")).to.deep.equal([
      { accountId: "act-1", name: "one", organizationId: "606", awsAccountId: "111111111111" },
    ]);
    expect(spot.seen[0]?.query).to.deep.equal({ cloudAccountId: "111111111111" });
  });

  it("takes an answer without items as no items", async () => {
    spot.interfere = () => ({ body: { request: { id: "r" }, response: { status: { code: 200 }, count: 0 } } });

    expect(await connect().listAccounts()).to.deep.equal([]);
  });

  it("sends each call with the method, path, query and body Spot documents", async () => {
    spot.accounts.push({ accountId: "act-1", name: "one" });
    const client = connect();

    const minted = await client.createExternalId("act-1");
    await client.setCredentials("act-1", "arn:aws:iam::111111111111:role/SpotRole");
    const role = await client.readCredentials("act-1");
    await client.renameAccount("act-1", "prod");
    await client.deleteAccount("act-1");

    expect(minted).to.deep.equal({ externalId: "ext-1-of-act-1", maxValidUntil: "2030-01-01T00:00:00.000Z" });
    expect(role).to.equal("arn:aws:iam::111111111111:role/SpotRole");
    expect(spot.seen.map(({ method, path, query, body }) => ({ method, path, query, body }))).to.deep.equal([
      { method: "POST", path: "/setup/credentials/aws/externalId", query: { accountId: "act-1" }, body: undefined },
      {
        method: "POST",
        path: "/setup/credentials/aws",
        query: { accountId: "act-1" },
        body: { credentials: { iamRole: "arn:aws:iam::111111111111:role/SpotRole" } },
      },
      { method: "GET", path: "/setup/credentials/aws", query: { accountId: "act-1" }, body: undefined },
      { method: "PUT", path: "/setup/account/act-1", query: {}, body: { account: { name: "prod" } } },
      { method: "DELETE", path: "/setup/account/act-1", query: {}, body: undefined },
    ]);
    expect(new Set(spot.seen.map((request) => request.authorization))).to.deep.equal(new Set([`Bearer ${token}`]));
    expect(spot.accounts).to.deep.equal([]);
  });

  it("tells code, message, field and request id of a refusal, and does not ask again", async () => {
    spot.interfere = () => refusal(400, "ValidationError", '"accountId" is required', "query.accountId");

    const error = await failureOf(connect().createExternalId("act-1"));

    expect(error).to.include({
      code: "ValidationError",
      status: 400,
      field: "query.accountId",
      requestId: "req-bad",
      retryable: false,
      outcome: "refused",
    });
    expect(error.message).to.equal(
      'Spot refused to create an external id for the Spot account act-1: "accountId" is required (code ValidationError, field query.accountId, HTTP 400, request req-bad).',
    );
    expect(spot.seen).to.have.length(1);
  });

  it("tells a refusal that is a bare line of text", async () => {
    spot.interfere = () => ({ status: 400, body: "Bad Request" });

    const error = await failureOf(connect().deleteAccount("act-1"));

    expect(error).to.include({ code: "HTTP_400", status: 400, requestId: undefined });
    expect(error.message).to.contain("delete the Spot account act-1: Bad Request");
  });

  it("names the variable of a token that is not accepted, and never the token", async () => {
    spot.interfere = () => refusal(401, "UNAUTHORIZED", `the token ${token} is not known`);

    const error = await failureOf(connect().listAccounts());

    expect(error.message).to.contain(`environment variable ${tokenVariable}`).and.to.contain("the token [secret]");
    expect(JSON.stringify(error) + error.message + error.stack).not.to.contain(token);
  });

  it("reads the token at each call, and fails before any request without one", async () => {
    const client = connect();
    await client.listAccounts();
    delete process.env[tokenVariable];
    const failed = client.listAccounts();

    expect((await failureOf(failed)).message).to.contain(`${tokenVariable} is not set`);
    process.env[tokenVariable] = "another";
    await client.listAccounts();
    expect(spot.seen.map((request) => request.authorization)).to.deep.equal([`Bearer ${token}`, "Bearer another"]);
  });

  it("refuses a success that is not Spot's, without asking again", async () => {
    spot.interfere = () => ({ status: 200, body: "<html>Sign in</html>" });

    const error = await failureOf(connect().listAccounts());

    expect(error).to.include({ code: "UNEXPECTED_ANSWER", retryable: false });
    expect(error.message).to.contain("<html>Sign in</html>").and.to.contain("Check that the endpoint is Spot's API");
  });

  it("names the route and the place of an item that is not as documented, and the request", async () => {
    spot.interfere = () =>
      success([
        { accountId: "act-1", name: "one" },
        { accountId: "act-2", name: 2 },
      ]);

    const error = await failureOf(
      connect()
        .renameAccount("act-1", "one")
        .then(() => connect().listAccounts()),
    );

    expect(error).to.include({ code: "UNEXPECTED_ANSWER", field: "items.1.name", requestId: "req-ok" });
    expect(error.message)
      .to.contain("GET /setup/account with 200")
      .and.to.contain("items.1.name: Invalid input")
      .and.to.contain("request req-ok");
    spot.interfere = () => success([{ name: "two" }]);
    expect((await failureOf(connect().listAccounts())).message).to.contain(
      "items.0: has neither an accountId nor an id",
    );
  });

  it("takes the id of a request from the header where the body tells none, unless it is none", async () => {
    const answers = ["proxy-7", "no id <script>"].map((id) => ({
      status: 400,
      body: "Bad Request",
      headers: { "x-request-id": id },
    }));
    spot.interfere = () => answers.shift();

    const error = await failureOf(connect().deleteAccount("act-1"));
    expect(error).to.include({ requestId: "proxy-7" });
    expect(error.message).to.contain("request proxy-7");
    expect(await failureOf(connect().deleteAccount("act-1"))).to.include({ requestId: undefined });
  });

  it("follows no redirect, which would carry the token elsewhere", async () => {
    spot.interfere = ({ path }) =>
      path === "/elsewhere" ? success() : { status: 302, headers: { location: "/elsewhere" }, body: "" };

    expect(await failureOf(connect().listAccounts())).to.include({ status: 302, retryable: false });
    expect(spot.calls()).to.deep.equal(["GET /setup/account"]);
  });

  it("asks again after server errors and broken connections, in the end with success", async () => {
    const answers = [{ status: 503, body: "unavailable" }, { drop: true }];
    spot.interfere = () => answers.shift();
    spot.accounts.push({ accountId: "act-1", name: "one" });

    expect(await connect().listAccounts()).to.have.length(1);
    expect(spot.seen).to.have.length(3);
  });

  it("gives up on a server that goes on failing, and says whose fault it is", async () => {
    spot.interfere = () => ({ status: 500, body: "" });

    const error = await failureOf(connect().listAccounts());

    expect(spot.seen).to.have.length(1 + impatient.retries);
    expect(error).to.include({ status: 500, retryable: true, outcome: "unknown" });
    expect(error.message).to.contain("a failure on Spot's side");
  });

  it("never repeats a create that may have happened", async () => {
    spot.interfere = ({ method }) => (method === "POST" ? { drop: true, afterDoing: true } : undefined);

    const error = await failureOf(connect().createAccount("aws-1"));

    expect(error).to.include({ code: "NO_ANSWER", outcome: "unknown" });
    expect(spot.calls()).to.deep.equal(["POST /setup/account"]);
  });

  it("repeats a create that was turned away by the rate limit", async () => {
    const answers = [rateLimited(0)];
    spot.interfere = () => answers.shift();

    expect(await connect().createAccount("aws-1")).to.include({ name: "aws-1" });
    expect(spot.accounts).to.have.length(1);
  });

  it("gives up on an answer that does not come in time", async () => {
    spot.interfere = () => new Promise(() => {});

    const error = await failureOf(connect({ timeoutMs: 50, pace: { ...impatient, retries: 1 } }).listAccounts());

    expect(error).to.include({ code: "NO_ANSWER", status: undefined, retryable: true, outcome: "unknown" });
    expect(error.message).to.contain("no answer within 0.05 s");
    expect(spot.seen).to.have.length(2);
  });

  it("says that nobody listens at the endpoint, and that nothing was done", async () => {
    const closed = await startSpotDouble();
    await closed.close();

    const error = await failureOf(connect({ endpoint: closed.endpoint }).createAccount("aws-1"));

    expect(error).to.include({ code: "NO_ANSWER", outcome: "refused" });
    expect(error.message).to.contain("ECONNREFUSED").and.to.contain(closed.endpoint);
  });
});

async function failureOf(call: Promise<unknown>): Promise<VendorError> {
  return call.then(
    () => expect.fail("the call succeeded"),
    (error) => error as VendorError,
  );
}
