import { expect } from "chai";
import type { Properties, ResourceHandler } from "../../../providers/resource-handler";
import { spotAccountNameHandler } from "../../../providers/spot/account-name";
import { createSpotClient } from "../../../providers/spot/client";
import { type SpotDouble, startSpotDouble } from "../../support/spot-double";

describe("the Spot account name", () => {
  let spot: SpotDouble;
  let handler: ResourceHandler;
  let inputs: Properties;

  before(async () => {
    process.env.NAME_TEST_TOKEN = "token";
    spot = await startSpotDouble();
    handler = spotAccountNameHandler(createSpotClient);
    inputs = { token: { env: "NAME_TEST_TOKEN" }, endpoint: spot.endpoint, accountId: "act-1", name: "prod" };
  });
  beforeEach(() => {
    spot.accounts.push({ accountId: "act-1", name: "aws-1" });
  });
  afterEach(() => spot.reset());
  after(async () => {
    delete process.env.NAME_TEST_TOKEN;
    await spot.close();
  });

  it("is given, and another one in place", async () => {
    const { id, outs } = await handler.create(inputs);
    expect({ id, outs }).to.deep.equal({ id: "act-1", outs: { ...inputs, stateVersion: 1 } });
    expect(spot.accounts[0]?.name).to.equal("prod");

    expect(await handler.diff(id, outs, inputs)).to.deep.equal({ changes: false });
    expect(await handler.diff(id, outs, { ...inputs, name: "live" })).to.deep.equal({ changes: true });
    await handler.update(id, outs, { ...inputs, name: "live" });
    expect(spot.accounts[0]?.name).to.equal("live");
  });

  it("is the fallback when there is none or Spot would refuse it", async () => {
    for (const name of ["", "1234"]) {
      const withFallback = { ...inputs, name, fallbackName: "aws-1234" };

      const { outs } = await handler.create(withFallback);

      expect(outs).to.include({ name: "aws-1234" });
      expect(spot.accounts[0]?.name).to.equal("aws-1234");
      expect(await handler.diff("act-1", outs, withFallback)).to.deep.equal({ changes: false });
    }
  });

  it("is left as it is when there is none and no fallback", async () => {
    const nameless = { ...inputs, name: "" };

    const { outs } = await handler.create(nameless);

    expect(outs).to.include({ name: "aws-1" });
    expect(spot.calls()).to.deep.equal(["GET /setup/account"]);
    expect(await handler.diff("act-1", outs, nameless)).to.deep.equal({ changes: false });
  });

  it("is refused before anything is changed when it has no letter and there is no fallback", async () => {
    const { failures } = await handler.check({}, { ...inputs, name: "1234" });

    expect(failures.map(({ property }) => property)).to.deep.equal(["name"]);
    expect(failures[0]?.reason).to.contain("at least one letter").and.to.contain("fallbackName");
  });

  it("is read as the account bears it, so that a change by hand is put right", async () => {
    const { id, outs } = await handler.create(inputs);
    Object.assign(spot.accounts[0] ?? {}, { name: "by hand" });

    const { props } = await handler.read(id, outs);

    expect(props).to.deep.equal({ ...outs, name: "by hand" });
    expect(await handler.diff(id, props ?? {}, inputs)).to.deep.equal({ changes: true });
  });

  it("says what to do when the account is gone while it is renamed", async () => {
    const { id, outs } = await handler.create(inputs);
    spot.accounts.length = 0;

    const error = await handler.update(id, outs, { ...inputs, name: "live" }).then(
      () => expect.fail("the call succeeded"),
      (reason) => reason,
    );

    expect(error.message).to.contain("Account_DOESNT_EXIST").and.to.contain("Refresh the stack");
    expect(spot.calls().filter((call) => call.startsWith("POST"))).to.deep.equal([]);
  });

  it("is gone with the account, and stays with it when only the resource is deleted", async () => {
    const { id, outs } = await handler.create(inputs);
    await handler.delete(id, outs);
    expect(spot.accounts[0]?.name).to.equal("prod");

    spot.accounts.length = 0;
    expect(await handler.read(id, outs)).to.deep.equal({});
  });
});
