import { expect } from "chai";
import { type SpotApi, startSpotApi } from "../../../examples/sandbox/spot/spot-api";
import { createHandler } from "../../../providers/handlers";

const aws = { endpoint: "http://127.0.0.1:9", user: { accessKeyId: "unused", secretAccessKey: "unused" } };
const accounts = 200;
const callsAWindow = 60;

describe("200 accounts at a vendor that takes 60 calls of a route in a window", function () {
  this.timeout(180_000);
  let spot: SpotApi;

  before(async () => {
    process.env.MANY_ACCOUNTS_TOKEN = "right";
    // A minute at the vendor; here as short as its headers can tell, which count in whole seconds.
    spot = await startSpotApi({ token: "right", aws, rules: { rateLimit: { calls: callsAWindow, windowMs: 1_000 } } });
  });
  after(async () => {
    delete process.env.MANY_ACCOUNTS_TOKEN;
    await spot.close();
  });

  /** What one stack does, with handlers of its own: the limit is shared by all of them. */
  const enrol = async (index: number): Promise<string> => {
    const awsAccountId = String(100_000_000_000 + index);
    const connection = { token: { env: "MANY_ACCOUNTS_TOKEN" }, endpoint: spot.endpoint };
    const name = `aws-${awsAccountId}`;
    const { id: accountId } = await createHandler("SpotAccount").create({
      ...connection,
      awsAccountId,
      name,
      retain: false,
    });
    await createHandler("SpotExternalId").create({ ...connection, accountId });
    await createHandler("SpotAccountName").create({ ...connection, accountId, name: `acme-${index}` });
    return accountId;
  };

  it("finish, each made once, without a call sent while the route is blocked", async () => {
    const ids = await Promise.all(Array.from({ length: accounts }, (_, index) => enrol(index)));

    expect(new Set(ids).size).to.equal(accounts);
    const names = spot.accounts().map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("acme-"))).to.have.length(accounts);
    expect(spot.calls().filter(({ status }) => status === 429)).to.deep.equal([]);
    expect(spot.calls("GET /setup/account").length).to.be.greaterThan(callsAWindow);
    expect(spot.calls("POST /setup/account")).to.have.length(accounts);
  });
});
