import { expect } from "chai";
import type { Properties, ResourceHandler } from "../../../providers/resource-handler";
import { createSpotClient } from "../../../providers/spot/client";
import { spotExternalIdHandler } from "../../../providers/spot/external-id";
import { refusal, type SpotDouble, startSpotDouble } from "../../support/spot-double";

describe("the Spot external id", () => {
  let spot: SpotDouble;
  let handler: ResourceHandler;
  let inputs: Properties;

  before(async () => {
    process.env.EXTERNAL_ID_TEST_TOKEN = "token";
    spot = await startSpotDouble();
    handler = spotExternalIdHandler(createSpotClient);
    inputs = { token: { env: "EXTERNAL_ID_TEST_TOKEN" }, endpoint: spot.endpoint, accountId: "act-1" };
  });
  beforeEach(() => {
    spot.accounts.push({ accountId: "act-1", name: "one" });
  });
  afterEach(() => spot.reset());
  after(async () => {
    delete process.env.EXTERNAL_ID_TEST_TOKEN;
    await spot.close();
  });

  it("is minted once: read, diff, update and delete ask nothing of Spot", async () => {
    const { id, outs } = await handler.create(inputs);
    const renamed = { ...inputs, token: { env: "OTHER_VARIABLE" } };

    expect(outs).to.deep.equal({
      ...inputs,
      stateVersion: 1,
      externalId: "ext-1-of-act-1",
      maxValidUntil: "2030-01-01T00:00:00.000Z",
    });
    expect(await handler.read(id, outs)).to.deep.equal({ id, props: outs });
    expect(await handler.diff(id, outs, inputs)).to.deep.equal({ changes: false });
    expect(await handler.update(id, outs, renamed)).to.deep.equal({ outs: { ...outs, ...renamed } });
    await handler.delete(id, outs);
    expect(spot.calls()).to.deep.equal(["POST /setup/credentials/aws/externalId"]);
  });

  it("is gone when it expired before it was used in a link, and stays when it was used", async () => {
    const { id, outs } = await handler.create(inputs);
    const expired = { ...outs, maxValidUntil: "2020-01-01T00:00:00.000Z" };

    expect(await handler.read(id, expired)).to.deep.equal({});
    Object.assign(spot.accounts[0] ?? {}, { awsAccountId: "111111111111" });
    expect(await handler.read(id, expired)).to.deep.equal({ id, props: expired });
  });

  it("belongs to one Spot account", async () => {
    const { id, outs } = await handler.create(inputs);

    expect(await handler.diff(id, outs, { ...inputs, accountId: "act-2" })).to.deep.equal({
      changes: true,
      replaces: ["accountId"],
    });
  });

  it("waits until Spot knows the account that was just made", async () => {
    const answers = [refusal(400, "Account_DOESNT_EXIST", "Account act-1 doesn't exist")];
    spot.interfere = () => answers.shift();

    expect((await handler.create(inputs)).id).to.equal("ext-1-of-act-1");
    expect(spot.seen).to.have.length(2);
  }).timeout(20_000);

  it("does not wait when the request itself is wrong", async () => {
    spot.interfere = () => refusal(400, "ValidationError", "accountId is malformed");

    const error = await handler.create(inputs).then(
      () => expect.fail("the call succeeded"),
      (reason) => reason,
    );

    expect(error.message).to.contain("accountId is malformed");
    expect(spot.seen).to.have.length(1);
  });
});
