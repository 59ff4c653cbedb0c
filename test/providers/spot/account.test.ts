import { expect } from "chai";
import type { Properties, ResourceHandler } from "../../../providers/resource-handler";
import { deleteHalfMade, type SpotAccountOptions, spotAccountHandler } from "../../../providers/spot/account";
import { createSpotClient, type SpotClientOptions } from "../../../providers/spot/client";
import { refusal, type SpotDouble, startSpotDouble, success } from "../../support/spot-double";

const awsAccountId = "111111111111";

describe("the Spot account", () => {
  let spot: SpotDouble;
  let handler: ResourceHandler;
  let inputs: Properties;
  const connect = (options: Pick<SpotClientOptions, "endpoint" | "token">) =>
    createSpotClient({ ...options, pace: { retries: 1, firstDelayMs: 1, maxDelayMs: 1 } });
  const handlerOf = (options: SpotAccountOptions) =>
    spotAccountHandler(connect, { listedWithinSeconds: 0.5, ...options });

  before(async () => {
    process.env.ACCOUNT_TEST_TOKEN = "token";
    spot = await startSpotDouble();
    handler = handlerOf({});
    inputs = {
      token: { env: "ACCOUNT_TEST_TOKEN" },
      endpoint: spot.endpoint,
      awsAccountId,
      name: `aws-${awsAccountId}`,
      retain: false,
    };
  });
  afterEach(() => spot.reset());
  after(async () => {
    delete process.env.ACCOUNT_TEST_TOKEN;
    await spot.close();
  });

  describe("create", () => {
    it("makes an account when none is connected and none is left over", async () => {
      spot.accounts.push({ accountId: "act-other", name: "other", awsAccountId: "222222222222" });

      const { id, outs } = await handler.create(inputs);

      expect(outs).to.deep.equal({ ...inputs, stateVersion: 1, accountId: id, adopted: false, organizationId: "606" });
      expect(spot.accounts.map(({ name }) => name)).to.deep.equal(["other", inputs.name]);
    });

    it("takes over the one account that is connected, and says so", async () => {
      spot.accounts.push({ accountId: "act-1", name: "made in the console", awsAccountId });

      const { id, outs } = await handler.create(inputs);

      expect(id).to.equal("act-1");
      expect(outs).to.include({ accountId: "act-1", adopted: true });
      expect(spot.accounts).to.have.length(1);
    });

    it("does not call an account adopted that bears the name we give", async () => {
      spot.accounts.push({ accountId: "act-1", name: `aws-${awsAccountId}`, awsAccountId });

      expect((await handler.create(inputs)).outs).to.include({ accountId: "act-1", adopted: false });
    });

    it("refuses an AWS account that is connected to two, naming both, and changes nothing", async () => {
      spot.accounts.push(
        { accountId: "act-1", name: "one", awsAccountId },
        { accountId: "act-2", name: "two", awsAccountId },
      );

      expect((await failureOf(handler.create(inputs))).message)
        .to.contain("act-1, act-2")
        .and.to.contain(awsAccountId)
        .and.to.contain("Nothing was changed");
      expect(spot.calls()).to.deep.equal(["GET /setup/account"]);
    });

    it("uses what a killed run left: the account of our name that is linked to nothing", async () => {
      spot.accounts.push(
        { accountId: "act-1", name: `aws-${awsAccountId}`, awsAccountId: "222222222222" },
        { accountId: "act-2", name: `aws-${awsAccountId}` },
      );

      expect(await handler.create(inputs)).to.deep.include({ id: "act-2" });
      expect(spot.accounts).to.have.length(2);
    });

    it("refuses to choose among several left over, naming them", async () => {
      spot.accounts.push(
        { accountId: "act-1", name: `aws-${awsAccountId}` },
        { accountId: "act-2", name: `aws-${awsAccountId}` },
      );

      expect((await failureOf(handler.create(inputs))).message).to.contain("act-1, act-2");
      expect(spot.accounts).to.have.length(2);
    });

    it("makes no second account when the answer to the first create was lost", async () => {
      const answers = [{ drop: true, afterDoing: true }];
      spot.interfere = ({ method }) => (method === "POST" ? answers.shift() : undefined);

      const { id } = await handler.create(inputs);

      expect(spot.accounts.map(({ accountId }) => accountId)).to.deep.equal([id]);
    }).timeout(20_000);

    it("makes no second account either when Spot does not list the first one at once", async () => {
      const answers = [{ drop: true, afterDoing: true }];
      let early = 0;
      spot.interfere = ({ method }) => {
        if (method === "POST") return answers.shift();
        const made = spot.accounts.length > 0;
        if (made) early += 1;
        return made && early <= 3 ? success() : undefined;
      };

      const { id } = await handlerOf({ listedWithinSeconds: 10 }).create(inputs);

      expect(spot.accounts.map(({ accountId }) => accountId)).to.deep.equal([id]);
    });

    it("waits for what a killed run may have asked for, before it asks for another one", async () => {
      spot.accounts.push({ accountId: "act-1", name: `aws-${awsAccountId}` });
      let lists = 0;
      spot.interfere = () => {
        lists += 1;
        return lists <= 3 ? success() : undefined;
      };
      const patient = handlerOf({ mayHaveBegun: (id) => id === awsAccountId, listedWithinSeconds: 10 });

      expect((await patient.create(inputs)).id).to.equal("act-1");
      expect(spot.accounts).to.have.length(1);
    });

    it("asks for one all the same when the killed run did not come to it", async () => {
      const { id } = await handlerOf({ mayHaveBegun: () => true }).create(inputs);

      expect(spot.accounts.map(({ accountId }) => accountId)).to.deep.equal([id]);
    });

    it("creates again when the first create was lost before it did anything", async () => {
      const answers = [{ status: 502, body: "Bad Gateway" }];
      spot.interfere = ({ method }) => (method === "POST" ? answers.shift() : undefined);

      await handler.create(inputs);

      expect(spot.calls().filter((call) => call.startsWith("POST"))).to.have.length(2);
      expect(spot.accounts).to.have.length(1);
    }).timeout(20_000);

    it("passes on why Spot does not allow it", async () => {
      spot.interfere = ({ method }) =>
        method === "POST" ? refusal(403, "FORBIDDEN", "not permitted to add accounts") : undefined;

      expect((await failureOf(handler.create(inputs))).message)
        .to.contain("not permitted to add accounts")
        .and.to.contain("Spot support");
    });
  });

  describe("read", () => {
    it("finds the account by its link, and without one in the whole list", async () => {
      const { id, outs } = await handler.create(inputs);

      expect(await handler.read(id, outs)).to.deep.equal({ id, props: outs });
    });

    it("reports an account that is gone", async () => {
      const { id, outs } = await handler.create(inputs);
      spot.accounts.length = 0;

      expect(await handler.read(id, outs)).to.deep.equal({});
    });
  });

  describe("what a killed run left behind", () => {
    const client = () => connect({ endpoint: spot.endpoint, token: { env: "ACCOUNT_TEST_TOKEN" } });

    it("is deleted by its name, as long as it is linked to nothing", async () => {
      spot.accounts.push(
        { accountId: "act-1", name: "aws-1", awsAccountId },
        { accountId: "act-2", name: "aws-1" },
        { accountId: "act-3", name: "other" },
      );

      expect(await deleteHalfMade(client(), "aws-1", false)).to.deep.equal(["act-2"]);
      expect(spot.accounts.map(({ accountId }) => accountId)).to.deep.equal(["act-1", "act-3"]);
      expect(await deleteHalfMade(client(), "aws-1", false)).to.deep.equal([]);
    });

    it("is waited for when Spot may not list it yet", async () => {
      spot.accounts.push({ accountId: "act-2", name: "aws-1" });
      let lists = 0;
      spot.interfere = ({ method }) => {
        if (method !== "GET") return undefined;
        lists += 1;
        return lists === 1 ? success() : undefined;
      };

      expect(await deleteHalfMade(client(), "aws-1", true)).to.deep.equal(["act-2"]);
    });
  });

  describe("delete", () => {
    it("deletes the account", async () => {
      const { id, outs } = await handler.create(inputs);

      await handler.delete(id, outs);

      expect(spot.accounts).to.deep.equal([]);
    });

    it("leaves the account, and asks nothing of Spot, with retain", async () => {
      const { id, outs } = await handler.create({ ...inputs, retain: true });
      spot.seen.length = 0;

      await handler.delete(id, outs);

      expect(spot.accounts).to.have.length(1);
      expect(spot.seen).to.deep.equal([]);
    });

    it("succeeds when the account is gone already", async () => {
      const { id, outs } = await handler.create(inputs);
      spot.accounts.length = 0;

      await handler.delete(id, outs);
      expect(spot.calls().at(-1)).to.equal(`DELETE /setup/account/${id}`);
    });

    it("does not delete an account that is linked to another AWS account by now", async () => {
      const { id, outs } = await handler.create(inputs);
      Object.assign(spot.accounts[0] ?? {}, { awsAccountId: "222222222222" });

      expect((await failureOf(handler.delete(id, outs))).message)
        .to.contain(id)
        .and.to.contain("222222222222");
      expect(spot.accounts).to.have.length(1);
    });

    it("passes on why Spot refuses it, and says how to leave the account there", async () => {
      const { id, outs } = await handler.create(inputs);
      spot.interfere = ({ method }) =>
        method === "DELETE" ? refusal(400, "DEFAULT_ACCOUNT", "the default account stays") : undefined;

      expect((await failureOf(handler.delete(id, outs))).message)
        .to.contain("the default account stays")
        .and.to.contain("Spot's support only")
        .and.to.contain("set retain on it");
      expect(spot.accounts).to.have.length(1);
    });
  });

  describe("diff and update", () => {
    const stored = () => ({ ...inputs, stateVersion: 1, accountId: "act-1", adopted: true, organizationId: "606" });

    it("needs a new resource only for another AWS account", async () => {
      const diff = (change: Properties) => handler.diff("act-1", stored(), { ...inputs, ...change });

      expect(await diff({})).to.deep.equal({ changes: false });
      expect(await diff({ name: "another" })).to.deep.equal({ changes: false });
      expect(await diff({ retain: true })).to.deep.equal({ changes: true });
      expect(await diff({ token: { env: "OTHER" } })).to.deep.equal({ changes: true });
      expect(await diff({ awsAccountId: "222222222222" })).to.deep.equal({
        changes: true,
        replaces: ["awsAccountId"],
      });
    });

    it("records the new inputs and keeps what it knows, without asking Spot", async () => {
      const { outs } = await handler.update("act-1", stored(), { ...inputs, retain: true });

      expect(outs).to.deep.equal({ ...stored(), retain: true });
      expect(spot.seen).to.deep.equal([]);
    });

    it("refuses state of a newer release, saying what to do", async () => {
      const newer = { ...stored(), stateVersion: 2 };

      expect((await failureOf(handler.update("act-1", newer, inputs))).message)
        .to.contain("version 2")
        .and.to.contain("Install the release that wrote it");
    });
  });

  describe("check", () => {
    it("tells every problem at once", async () => {
      const { failures } = await handler.check(
        {},
        { ...inputs, awsAccountId: "12", name: "1234", endpoint: "ftp://x", token: {} },
      );

      expect(failures.map(({ property }) => property).sort()).to.deep.equal([
        "awsAccountId",
        "endpoint",
        "name",
        "token",
      ]);
    });
  });
});

async function failureOf(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => expect.fail("the call succeeded"),
    (error) => error as Error,
  );
}
