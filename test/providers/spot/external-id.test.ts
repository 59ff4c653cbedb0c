import { expect } from "chai";
import type { Properties, ResourceHandler } from "../../../providers/resource-handler";
import { createSpotClient } from "../../../providers/spot/client";
import { spotExternalIdHandler } from "../../../providers/spot/external-id";
import { refusal, type SpotDouble, startSpotDouble } from "../../support/spot-double";

const long = "2030-01-01T00:00:00.000Z";
const past = "2020-01-01T00:00:00.000Z";
const minting = "POST /setup/credentials/aws/externalId";
const linking = "POST /setup/credentials/aws";
const reading = "GET /setup/credentials/aws";
const roleArn = "arn:aws:iam::111111111111:role/SpotRole";

describe("the Spot external id", () => {
  let spot: SpotDouble;
  let handler: ResourceHandler;
  let inputs: Properties;

  before(async () => {
    process.env.EXTERNAL_ID_TEST_TOKEN = "token";
    spot = await startSpotDouble();
    handler = spotExternalIdHandler(createSpotClient);
    inputs = { token: { env: "EXTERNAL_ID_TEST_TOKEN" }, endpoint: spot.endpoint, accountId: "act-1", rotation: 0 };
  });
  beforeEach(() => {
    spot.accounts.push({ accountId: "act-1", name: "one" });
  });
  afterEach(() => spot.reset());
  after(async () => {
    delete process.env.EXTERNAL_ID_TEST_TOKEN;
    await spot.close();
  });

  const link = () => Object.assign(spot.accounts[0] ?? {}, { awsAccountId: "111111111111", roleArn });
  const callsOf = async (work: Promise<unknown>): Promise<string[]> => {
    spot.seen.length = 0;
    await work;
    return spot.calls();
  };

  it("is minted once: read, diff, update and delete ask nothing of Spot", async () => {
    const { id, outs } = await handler.create(inputs);
    const renamed = { ...inputs, token: { env: "OTHER_VARIABLE" } };

    expect(Date.now() - Date.parse(String(outs.mintedAt))).to.be.within(0, 60_000);
    expect(outs).to.deep.equal({
      ...inputs,
      stateVersion: 2,
      externalId: "ext-1-of-act-1",
      maxValidUntil: long,
      mintedAt: outs.mintedAt,
      previousExternalIds: [],
      inUse: false,
    });
    expect(await handler.read(id, outs)).to.deep.equal({ id, props: outs });
    expect(await handler.diff(id, outs, inputs)).to.deep.equal({ changes: false });
    expect(await handler.update(id, outs, renamed)).to.deep.equal({ outs: { ...outs, ...renamed } });
    await handler.delete(id, outs);
    expect(spot.calls()).to.deep.equal([minting]);
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

  describe("that expired", () => {
    const expired = (outs: Properties) => ({ ...outs, maxValidUntil: past });

    it("before it was used in a link is minted again by an update, and gone after a refresh", async () => {
      const { id, outs } = await handler.create(inputs);

      expect(await handler.diff(id, expired(outs), inputs)).to.deep.equal({ changes: true });
      const { outs: minted } = await handler.update(id, expired(outs), inputs);
      expect(minted).to.deep.include({ externalId: "ext-2-of-act-1", maxValidUntil: long, previousExternalIds: [] });
      expect(await handler.diff(id, minted, inputs)).to.deep.equal({ changes: false });
      expect(await handler.read(id, expired(outs))).to.deep.equal({});
    });

    it("after it was used in a link stays, and is not asked about again once that was recorded", async () => {
      const { id, outs } = await handler.create(inputs);
      link();

      expect(await callsOf(handler.diff(id, expired(outs), inputs))).to.deep.equal([reading]);
      expect(await handler.diff(id, expired(outs), inputs)).to.deep.equal({ changes: false });
      const { props = {} } = await handler.read(id, expired(outs));
      expect(props).to.deep.equal({ ...expired(outs), inUse: true });
      expect(await callsOf(handler.diff(id, props, inputs))).to.deep.equal([]);
      const updated = await handler.update(id, expired(outs), inputs);
      expect(updated.outs).to.deep.equal(props);
    });

    it("is looked for in the list where Spot does not tell the role", async () => {
      const { id, outs } = await handler.create(inputs);
      spot.interfere = ({ method, path }) =>
        method === "GET" && path.startsWith("/setup/credentials") ? { status: 404, body: "Not Found" } : undefined;

      expect(await handler.diff(id, expired(outs), inputs)).to.deep.equal({ changes: true });
      link();
      expect(await handler.diff(id, expired(outs), inputs)).to.deep.equal({ changes: false });
    });

    it("does not make a preview need the vendor", async () => {
      const { id, outs } = await handler.create(inputs);
      const withoutToken = { ...inputs, token: { env: "NO_SUCH_VARIABLE_AT_ALL" } };

      expect(await handler.diff(id, expired({ ...outs, ...withoutToken }), withoutToken)).to.deep.equal({
        changes: false,
      });
    });
  });

  describe("that is rotated", () => {
    const again = () => ({ ...inputs, rotation: 1 });
    const created = async () => {
      const { id, outs } = await handler.create(inputs);
      link();
      return { id, outs };
    };
    const rotated = async () => {
      const { id, outs } = await created();
      return { id, outs: (await handler.update(id, outs, again())).outs };
    };

    it("is minted beside the one before by a higher number, and by no other", async () => {
      const { id, outs } = await created();

      expect(await handler.diff(id, outs, again())).to.deep.equal({ changes: true });
      const { outs: after } = await handler.update(id, outs, again());

      expect(after).to.deep.include({
        externalId: "ext-2-of-act-1",
        previousExternalIds: ["ext-1-of-act-1"],
        rotation: 1,
        inUse: false,
      });
      const settled = { ...after, previousExternalIds: [] };
      for (const rotation of [0, 1, undefined]) {
        expect(await handler.diff(id, settled, { ...inputs, rotation })).to.deep.equal({ changes: false });
      }
      expect((await handler.update(id, settled, inputs)).outs).to.include({
        rotation: 1,
        externalId: "ext-2-of-act-1",
      });
    });

    it("drops the one before in the next update, after it made Spot use the new one for the linked role", async () => {
      const { id, outs } = await rotated();

      expect(await handler.diff(id, outs, again())).to.deep.equal({ changes: true });
      const calls = await callsOf(
        handler.update(id, outs, again()).then(({ outs: after }) => {
          expect(after).to.deep.include({ externalId: "ext-2-of-act-1", previousExternalIds: [], inUse: true });
        }),
      );
      expect(calls).to.deep.equal([reading, linking]);
    });

    it("keeps the one before as long as Spot refuses the new one, is not linked, or does not tell the role", async () => {
      const { id, outs } = await rotated();
      const answers = {
        [linking]: refusal(400, "CANT_ASSUME_ROLE", "cannot assume the role"),
        [reading]: { status: 404, body: "Not Found" },
      };
      for (const [route, answer] of Object.entries(answers)) {
        spot.interfere = ({ method, path }) => (`${method} ${path}` === route ? answer : undefined);
        expect((await handler.update(id, outs, again())).outs, route).to.deep.equal(outs);
      }
      spot.interfere = () => undefined;
      delete spot.accounts[0]?.roleArn;
      expect((await handler.update(id, outs, again())).outs).to.deep.equal(outs);
    });

    it("loses nothing when Spot fails while it is asked", async () => {
      const { id, outs } = await rotated();
      spot.interfere = ({ method }) => (method === "POST" ? refusal(403, "FORBIDDEN", "not allowed") : undefined);

      const error = await handler.update(id, outs, again()).then(
        () => expect.fail("the call succeeded"),
        (reason) => reason,
      );
      expect(error.message).to.contain("not allowed");
    });

    it("again before the one before is dropped keeps all that Spot may present", async () => {
      const { id, outs } = await rotated();
      spot.interfere = ({ method, path }) =>
        `${method} ${path}` === linking ? refusal(400, "CANT_ASSUME_ROLE", "cannot assume the role") : undefined;
      const { outs: kept } = await handler.update(id, outs, { ...inputs, rotation: 2 });
      expect(kept).to.deep.include({
        externalId: "ext-3-of-act-1",
        previousExternalIds: ["ext-2-of-act-1", "ext-1-of-act-1"],
      });

      spot.interfere = () => undefined;
      const { outs: dropped } = await handler.update(id, outs, { ...inputs, rotation: 2 });
      expect(dropped).to.deep.include({
        externalId: "ext-4-of-act-1",
        previousExternalIds: ["ext-2-of-act-1"],
        rotation: 2,
      });
    });

    it("refuses a number that is none of 0, 1, 2 and so on", async () => {
      for (const rotation of [-1, 1.5]) {
        const { failures } = await handler.check({}, { ...inputs, rotation });
        expect(failures.map(({ property }) => property)).to.deep.equal(["rotation"]);
      }
    });
  });

  it("goes on from what the first release stored", async () => {
    const { rotation: _none, ...connection } = inputs;
    const first = { ...connection, stateVersion: 1, externalId: "ext-0", maxValidUntil: long };
    link();

    expect(await handler.diff("ext-0", first, inputs)).to.deep.equal({ changes: false });
    const { outs } = await handler.update("ext-0", first, { ...inputs, rotation: 1 });
    expect(outs).to.deep.include({
      stateVersion: 2,
      externalId: "ext-1-of-act-1",
      previousExternalIds: ["ext-0"],
      rotation: 1,
    });
  });
});
