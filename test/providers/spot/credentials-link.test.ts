import { expect } from "chai";
import { PartialFailure, type Properties, type ResourceHandler } from "../../../providers/resource-handler";
import { createSpotClient } from "../../../providers/spot/client";
import { spotCredentialsLinkHandler } from "../../../providers/spot/credentials-link";
import { refusal, type SpotDouble, startSpotDouble, success } from "../../support/spot-double";

const awsAccountId = "111111111111";
const roleArn = `arn:aws:iam::${awsAccountId}:role/SpotRole`;

describe("the Spot credentials link", () => {
  let spot: SpotDouble;
  let handler: ResourceHandler;
  let inputs: Properties;

  before(async () => {
    process.env.LINK_TEST_TOKEN = "token";
    spot = await startSpotDouble();
    handler = spotCredentialsLinkHandler(createSpotClient);
    inputs = {
      token: { env: "LINK_TEST_TOKEN" },
      endpoint: spot.endpoint,
      accountId: "act-1",
      awsAccountId,
      roleArn,
      externalId: "ext-1",
      propagationSeconds: 0.5,
    };
  });
  beforeEach(() => {
    spot.accounts.push({ accountId: "act-1", name: "one" });
  });
  afterEach(() => spot.reset());
  after(async () => {
    delete process.env.LINK_TEST_TOKEN;
    await spot.close();
  });

  const stored = () => ({ ...inputs, stateVersion: 1, linked: true });

  it("links the account to the role and looks whether it shows", async () => {
    const { id, outs } = await handler.create(inputs);

    expect({ id, outs }).to.deep.equal({ id: "act-1", outs: stored() });
    expect(spot.accounts[0]).to.include({ awsAccountId, roleArn });
    expect(spot.calls()).to.deep.equal(["POST /setup/credentials/aws", "GET /setup/account"]);
  });

  it("may be made twice, as after a killed run", async () => {
    const first = await handler.create(inputs);

    expect(await handler.create(inputs)).to.deep.equal(first);
  });

  it("goes on while Spot cannot assume the new role yet", async () => {
    const answers = [
      refusal(400, "INVALID_ROLE", "cannot assume the role"),
      refusal(400, "INVALID_ROLE", "cannot assume the role"),
    ];
    spot.interfere = ({ method }) => (method === "POST" ? answers.shift() : undefined);

    expect((await handler.create(inputs)).outs).to.include({ linked: true });
    expect(spot.calls().filter((call) => call.startsWith("POST"))).to.have.length(3);
  });

  it("gives up when the role cannot be assumed for too long, and says what to check", async () => {
    spot.interfere = ({ method }) =>
      method === "POST" ? refusal(400, "INVALID_ROLE", "cannot assume the role") : undefined;

    const error = await failureOf(handler.create(inputs));

    expect(error).not.to.be.instanceOf(PartialFailure);
    expect(error).to.include({ code: "INVALID_ROLE", requestId: "req-bad" });
    expect(error.message)
      .to.contain("cannot assume the role")
      .and.to.contain(roleArn)
      .and.to.contain("external id ext-1")
      .and.to.contain("0.5 s");
    expect(spot.seen.length).to.be.greaterThan(2);
  });

  it("does not go on when the request itself is wrong", async () => {
    spot.interfere = () => refusal(400, "ValidationError", "iamRole is malformed", "credentials.iamRole");

    await failureOf(handler.create(inputs));

    expect(spot.seen).to.have.length(1);
  });

  it("does not go on for an account that is gone, unless it may have been made just now", async () => {
    spot.accounts.length = 0;

    const error = await failureOf(handler.update("act-1", stored(), { ...inputs, propagationSeconds: 60 }));

    expect(error).to.include({ code: "Account_DOESNT_EXIST" });
    expect(error.message).to.contain("Refresh the stack").and.not.to.contain("trust policy");
    expect(spot.seen).to.have.length(1);
    const answers = [refusal(400, "Account_DOESNT_EXIST", "not yet")];
    spot.interfere = ({ method }) => (method === "POST" ? answers.shift() : undefined);
    spot.accounts.push({ accountId: "act-1", name: "one" });
    expect((await handler.create(inputs)).outs).to.include({ linked: true });
  });

  it("takes no missing role for a missing account", async () => {
    const answers = [
      refusal(400, "INVALID_ROLE", "the role does not exist"),
      refusal(404, "NOT_FOUND", "role not found"),
    ];
    spot.interfere = ({ method }) => (method === "POST" ? answers.shift() : undefined);

    expect((await handler.update("act-1", stored(), inputs)).outs).to.include({ linked: true });
  });

  it("is a partial failure when Spot accepts the role but does not show the link, and update links again", async () => {
    spot.interfere = ({ method }) => (method === "POST" ? success() : undefined);

    const error = await failureOf(handler.create(inputs));

    expect(error).to.be.instanceOf(PartialFailure);
    expect(error).to.deep.include({ id: "act-1", properties: { ...stored(), linked: false } });
    spot.interfere = () => undefined;
    expect(await handler.diff("act-1", { ...stored(), linked: false }, inputs)).to.deep.equal({ changes: true });
    expect(await handler.update("act-1", { ...stored(), linked: false }, inputs)).to.deep.equal({ outs: stored() });
  });

  it("is made anew in place for another role, external id or permissions", async () => {
    const diff = (change: Properties) => handler.diff("act-1", stored(), { ...inputs, ...change });

    expect(await diff({})).to.deep.equal({ changes: false });
    for (const change of [
      { roleArn: `${roleArn}2` },
      { externalId: "ext-2" },
      { policyFingerprint: "sha256:1" },
      { endpoint: "https://proxy.example" },
    ]) {
      expect(await diff(change)).to.deep.equal({ changes: true });
    }
    expect(await diff({ accountId: "act-2" })).to.deep.equal({ changes: true, replaces: ["accountId"] });

    await handler.update("act-1", stored(), { ...inputs, roleArn: `${roleArn}2` });
    expect(spot.accounts[0]).to.include({ roleArn: `${roleArn}2` });
  });

  it("is read with the role Spot tells, so that drift shows", async () => {
    await handler.create(inputs);
    Object.assign(spot.accounts[0] ?? {}, { roleArn: `${roleArn}-by-hand` });

    const { props } = await handler.read("act-1", stored());

    expect(props).to.deep.equal({ ...stored(), roleArn: `${roleArn}-by-hand` });
    expect(await handler.diff("act-1", props ?? {}, inputs)).to.deep.equal({ changes: true });
  });

  it("is read from the list where Spot does not tell the role", async () => {
    await handler.create(inputs);
    spot.interfere = ({ method, path }) =>
      method === "GET" && path.startsWith("/setup/credentials") ? { status: 404, body: "Not Found" } : undefined;

    expect(await handler.read("act-1", stored())).to.deep.equal({ id: "act-1", props: stored() });
    delete spot.accounts[0]?.awsAccountId;
    expect(await handler.read("act-1", stored())).to.deep.equal({});
  });

  it("is gone when the account has no role or is gone itself", async () => {
    expect(await handler.read("act-1", stored())).to.deep.equal({});
    spot.accounts.length = 0;
    expect(await handler.read("act-1", stored())).to.deep.equal({});
  });

  it("asks nothing of Spot when deleted, which knows no unlinking", async () => {
    await handler.delete("act-1", stored());

    expect(spot.seen).to.deep.equal([]);
  });

  it("refuses a role of another AWS account", async () => {
    const { failures } = await handler.check({}, { ...inputs, awsAccountId: "222222222222" });

    expect(failures).to.deep.equal([
      { property: "roleArn", reason: "is a role of another AWS account than awsAccountId" },
    ]);
  });

  it("tries for 90 s unless told otherwise", async () => {
    const { propagationSeconds, ...rest } = inputs;

    expect(propagationSeconds).to.equal(0.5);
    expect((await handler.check({}, rest)).inputs).to.include({ propagationSeconds: 90 });
  });
});

async function failureOf(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => expect.fail("the call succeeded"),
    (error) => error as Error,
  );
}
