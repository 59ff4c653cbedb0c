import { expect } from "chai";
import type { SpaceliftApi, SpaceliftRules } from "../../../examples/sandbox/spacelift/spacelift-api";
import { VendorError } from "../../../providers";
import type { Properties } from "../../../providers/resource-handler";
import { explainRefusal, isAbsent, isUnauthorized } from "../../../providers/spacelift/refusal";
import { anyStackOfAcme } from "../../support/spacelift-on-emulator";
import { useSpaceliftHandlers } from "./use-spacelift-handlers";

describe("What Spacelift refuses", function () {
  this.timeout(60_000);
  let spacelift: SpaceliftApi;
  const handlers = useSpaceliftHandlers({ retries: 1 });
  const { integrations, attachments, connection, roleArn } = handlers;

  const start = async (rules?: SpaceliftRules) => {
    spacelift = await handlers.start(rules);
  };
  const integrationInputs = async (more: Properties = {}) =>
    (await integrations.check({}, { ...connection(), name: "prod", roleArn, ...more })).inputs;
  const attachmentInputs = async (integrationId: string, more: Properties = {}) =>
    (await attachments.check({}, { ...connection(), integrationId, stackId: "network", ...more })).inputs;
  const failureOf = async (attempt: Promise<unknown>): Promise<VendorError> => {
    const error = await attempt.then(
      () => expect.fail("the call succeeded"),
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(VendorError);
    return error as VendorError;
  };

  describe("for its trust relationship", () => {
    beforeEach(() => start());

    it("is asked again while the role may be spreading, then explained, and never taken for a missing permission", async () => {
      const closed = await handlers.role("ClosedRole", { StringEquals: { "sts:ExternalId": "somebody@else" } });
      const { id } = await integrations.create(await integrationInputs({ roleArn: closed }));

      const error = await failureOf(attachments.create(await attachmentInputs(id, { propagationSeconds: 1 })));

      expect(error.code).to.equal("TRUST_RELATIONSHIP");
      expect(error.message).to.contain("It stayed so for 1 s").and.to.contain(`acme@${id}@network@write`);
      expect(spacelift.calls("awsIntegrationAttach").length).to.be.greaterThan(1);
      expect(spacelift.calls("apiKeyUser"), "the session is not to blame").to.have.length(1);
    });

    it("passes when the role opens in the meantime", async () => {
      const late = await handlers.role("LateRole", { StringEquals: { "sts:ExternalId": "somebody@else" } });
      const { id } = await integrations.create(await integrationInputs({ roleArn: late }));
      const attaching = attachments.create(await attachmentInputs(id, { propagationSeconds: 60 }));
      const refused = () => spacelift.calls("awsIntegrationAttach").some(({ error }) => error !== undefined);
      while (!refused()) await new Promise(setImmediate);

      await handlers.role("LateRole", anyStackOfAcme);

      expect((await attaching).outs).to.include({ stackId: "network" });
      expect(spacelift.attachments()).to.have.length(1);
    });
  });

  describe("as unauthorized", () => {
    it("is asked once more with a new session, then told with the rights the API key needs", async () => {
      await start({ readOnlyKey: true });

      const error = await failureOf(integrations.create(await integrationInputs()));

      expect(error.code).to.equal("UNAUTHORIZED");
      expect(error.message).to.contain("create the AWS integration prod").and.to.contain("Space Admin");
      expect(spacelift.calls("apiKeyUser")).to.have.length(2);
      expect(spacelift.calls("awsIntegrationCreate")).to.have.length(2);
      expect(spacelift.integrations()).to.deep.equal([]);
    });

    it("is the same with HTTP status 401 or 403 in place of a GraphQL error", async () => {
      for (const status of [401, 403]) {
        await start();
        spacelift.faults.add({ fault: { kind: "server-error", status }, route: "awsIntegrationCreate", times: 1 });
        await integrations.create(await integrationInputs());
        expect(spacelift.calls("apiKeyUser")).to.have.length(2);

        spacelift.faults.add({ fault: { kind: "server-error", status }, route: "awsIntegrationUpdate" });
        const error = await failureOf(integrations.create(await integrationInputs({ durationSeconds: 900 })));
        expect(error).to.include({ code: "UNAUTHORIZED", status, retryable: false });
        expect(error.message).to.contain(`HTTP ${status}`).and.to.contain("Space Admin");
      }
    });
  });

  for (const absentIsNull of [false, true]) {
    describe(`as ${absentIsNull ? "null" : "not found"}`, () => {
      beforeEach(() => start({ absentIsNull }));

      it("is gone for a read, and done for a deletion", async () => {
        const { id, outs } = await integrations.create(await integrationInputs());
        const attachment = await attachments.create(await attachmentInputs(id));
        await attachments.delete(attachment.id, attachment.outs);
        await integrations.delete(id, outs);

        expect(await integrations.read(id, outs)).to.deep.equal({});
        expect(await attachments.read(attachment.id, attachment.outs)).to.deep.equal({});
        await attachments.delete(attachment.id, attachment.outs);
        await integrations.delete(id, outs);
        expect(spacelift.calls("awsIntegrationDelete")).to.have.length(2);
        expect(spacelift.calls("awsIntegrationDetach")).to.have.length(2);
      });

      it("makes an update say that the integration has to be made anew, and a detached stack be attached again", async () => {
        const inputs = await integrationInputs();
        const { id, outs } = await integrations.create(inputs);
        const attachment = await attachments.create(await attachmentInputs(id));
        await attachments.delete(attachment.id, attachment.outs);
        const readOnly = await attachmentInputs(id, { write: false });
        const { outs: again } = await attachments.update(attachment.id, attachment.outs, readOnly);
        expect(spacelift.attachments()[0]).to.include({ id: again.attachmentId, write: false });

        await attachments.delete(attachment.id, again);
        await integrations.delete(id, outs);
        const error = await failureOf(integrations.update(id, outs, { ...inputs, name: "renamed" }));
        expect(error.code).to.equal("NOT_FOUND");
        expect(error.message).to.contain("refresh the stack and run again");
        expect(spacelift.integrations(), "an update makes nothing").to.deep.equal([]);
      });
    });
  }

  it("because others use it is explained when it is about to be deleted", async () => {
    await start();
    const { id, outs } = await integrations.create(await integrationInputs());
    await attachments.create(await attachmentInputs(id, { stackId: "apps" }));

    const error = await failureOf(integrations.delete(id, outs));

    expect(error.message).to.contain("attached to apps").and.to.contain("Detach it").and.to.contain("set retain");
    expect(spacelift.integrations()).to.have.length(1);
  });

  describe("is told apart", () => {
    const explained = (status: number, ...messages: string[]) =>
      explainRefusal({ doing: "look", status, body: "the body", requestId: undefined }, messages);

    it("by the words of GraphQL, whatever the status below 429", () => {
      expect(explained(200, "unauthorized: you need to configure trust relationship section")).to.include({
        code: "TRUST_RELATIONSHIP",
      });
      expect(explained(422, 'Cannot query field "region" on type "AwsIntegration".').code).to.equal("UNKNOWN_FIELD");
      expect(isAbsent(explained(200, "stack not found"))).to.equal(true);
      expect(isUnauthorized(explained(200, "Unauthorized"))).to.equal(true);
    });

    it("from an address that is not Spacelift's, which may say the same words", () => {
      const lost = explainRefusal({ doing: "look", status: 404, body: "404 page not found", requestId: undefined }, []);
      expect(isAbsent(lost)).to.equal(false);
      expect(lost.message).to.contain("404 page not found").and.to.contain("address of your Spacelift account");
    });

    it("by what may work later, whatever the words", () => {
      expect(explained(503, "not found")).to.include({ code: "HTTP_503", retryable: true, outcome: "unknown" });
      expect(explained(429)).to.include({ code: "RATE_LIMIT", retryable: true, outcome: "refused" });
    });

    it("with the id of the request where a proxy told it", () => {
      const error = explainRefusal({ doing: "look", status: 502, body: "", requestId: "req-7" }, []);
      expect(error).to.include({ requestId: "req-7" });
      expect(error.message).to.equal(
        "Spacelift refused to look: no reason given (HTTP 502, request req-7). This is a failure on Spacelift's side: run again later.",
      );
    });
  });
});
