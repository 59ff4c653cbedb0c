import { expect } from "chai";
import type { SpaceliftApi } from "../../../examples/sandbox/spacelift/spacelift-api";
import type { Properties } from "../../../providers/resource-handler";
import { useSpaceliftHandlers } from "./use-spacelift-handlers";

describe("The Spacelift resources", function () {
  this.timeout(60_000);
  let spacelift: SpaceliftApi;
  const handlers = useSpaceliftHandlers({ retries: 2 });
  const { integrations, attachments, connection, roleArn } = handlers;

  beforeEach(async () => {
    spacelift = await handlers.start();
  });

  const checked = async (more: Record<string, unknown> = {}) => {
    const { inputs, failures } = await integrations.check({}, { ...connection(), name: "prod", roleArn, ...more });
    expect(failures).to.deep.equal([]);
    return inputs;
  };
  const attachmentInputs = async (integrationId: unknown, more: Record<string, unknown> = {}) => {
    const wanted = { ...connection(), integrationId, stackId: "network", propagationSeconds: 1, ...more };
    return (await attachments.check({}, wanted)).inputs;
  };
  const messageOf = (attempt: Promise<unknown>): Promise<string> =>
    attempt.then(
      () => "it succeeded",
      (error: Error) => error.message,
    );

  describe("SpaceliftAwsIntegration", () => {
    it("is made with an hour's credentials, and tells account and AWS account", async () => {
      const { id, outs } = await integrations.create(await checked());
      expect(spacelift.integrations()).to.have.length(1);
      expect(spacelift.integrations()[0]).to.include({ id, name: "prod", roleArn, durationSeconds: 3600 });
      expect(outs).to.include({ accountName: "acme", spaceliftAwsAccountId: "324880187172", adopted: false });
    });

    it("is taken over by name and role, brought to what is wanted, and not made twice", async () => {
      const clicked = spacelift.click({ name: "prod", roleArn, durationSeconds: 900 });
      const { id, outs } = await integrations.create(await checked({ labels: ["b", "a"] }));
      expect(id).to.equal(clicked.id);
      expect(outs.adopted).to.equal(true);
      expect(spacelift.integrations()).to.have.length(1);
      expect(spacelift.integrations()[0]).to.deep.include({ durationSeconds: 3600, labels: ["a", "b"] });
    });

    it("is refused when its name leads to another role, or is there twice", async () => {
      spacelift.click({ name: "prod", roleArn: "arn:aws:iam::222222222222:role/Other" });
      expect(await messageOf(integrations.create(await checked()))).to.match(
        /for another role.*222222222222:role\/Other/,
      );
      spacelift.click({ name: "prod", roleArn });
      expect(await messageOf(integrations.create(await checked()))).to.contain(
        "more than one AWS integration named prod",
      );
      expect(spacelift.calls("awsIntegrationCreate")).to.have.length(0);
    });

    it("is made once when the answer is lost", async () => {
      spacelift.faults.add({ fault: { kind: "answer-lost" }, route: "awsIntegrationCreate", times: 1 });
      const { id } = await integrations.create(await checked());
      expect(spacelift.integrations().map((integration) => integration.id)).to.deep.equal([id]);
    });

    it("shows drift on refresh, corrects it, and is gone when Spacelift says so", async () => {
      const inputs = await checked({ tagAssumeRole: true });
      const { id, outs } = await integrations.create(inputs);
      const stored = { ...outs };
      expect((await integrations.diff(id, stored, inputs)).changes).to.equal(false);
      expect((await integrations.read(id, stored)).props).to.deep.equal(stored);
      await handlers.connect(connection()).updateIntegration(
        id,
        { name: "prod", roleArn, durationSeconds: 900, generateCredentialsInWorker: false, labels: ["hand"] },
        {
          name: "prod",
          roleArn,
          durationSeconds: 900,
          generateCredentialsInWorker: false,
          labels: [],
          tagAssumeRole: true,
        },
      );
      const { props = {} } = await integrations.read(id, stored);
      expect(props).to.deep.include({ durationSeconds: 900, labels: ["hand"], tagAssumeRole: false });
      expect((await integrations.diff(id, props, inputs)).changes).to.equal(true);
      await integrations.update(id, props, inputs);
      expect(spacelift.integrations()[0]).to.deep.include({ durationSeconds: 3600, labels: [], tagAssumeRole: true });
      await integrations.delete(id, stored);
      expect(await integrations.read(id, stored)).to.deep.equal({});
      await integrations.delete(id, stored);
    });

    it("is made anew for another space, and only for another one", async () => {
      const diffOf = async (id: string, olds: Properties, space?: string) => {
        const { changes, replaces } = await integrations.diff(id, olds, await checked(space ? { space } : {}));
        return replaces ?? changes;
      };
      const unnamed = await integrations.create(await checked());
      expect(unnamed.outs).to.include({ spaceId: "root" }).and.not.have.property("space");
      expect(await diffOf(unnamed.id, unnamed.outs)).to.equal(false);
      expect(await diffOf(unnamed.id, unnamed.outs, "root"), "where it is already").to.equal(true);
      expect(await diffOf(unnamed.id, unnamed.outs, "legacy")).to.deep.equal(["space"]);

      const { outs: named } = await integrations.update(unnamed.id, unnamed.outs, await checked({ space: "root" }));
      expect(named).to.include({ space: "root", spaceId: "root" });
      expect(await diffOf(unnamed.id, named, "legacy")).to.deep.equal(["space"]);
      expect(await diffOf(unnamed.id, named), "no wish is no move").to.equal(true);
      const { spaceId, ...ofFirstRelease } = named;
      expect(await diffOf(unnamed.id, ofFirstRelease, "root")).to.equal(false);
      expect(await diffOf(unnamed.id, ofFirstRelease, "legacy")).to.deep.equal(["space"]);
      const { spaceId: _notYet, ...unnamedOfFirstRelease } = unnamed.outs;
      expect(await diffOf(unnamed.id, unnamedOfFirstRelease, "root"), "it may be there already").to.equal(true);
    });

    it("is not deleted when somebody moved it to another space, where a replacement may have found it", async () => {
      const { id, outs } = await integrations.create(await checked());
      const moved = { ...outs, spaceId: "elsewhere" };

      expect(await messageOf(integrations.delete(id, moved))).to.match(/in the space elsewhere and is in root now/);
      expect(spacelift.integrations()).to.have.length(1);
    });

    it("is left with retain", async () => {
      const { id, outs } = await integrations.create(await checked({ retain: true }));
      await integrations.delete(id, outs);
      expect(spacelift.integrations()).to.have.length(1);
    });

    it("tells every bad input at once", async () => {
      const bad = { roleArn: "arn:x", durationSeconds: 7200, externalId: "abc", region: "Europe" };
      const { failures } = await integrations.check({}, { ...connection(), name: "", ...bad });
      expect(failures.map(({ property }) => property)).to.have.members([
        "name",
        "roleArn",
        "durationSeconds",
        "region",
        "externalId",
      ]);
      const worker = await integrations.check({}, { ...connection(), name: "prod", roleArn, externalId: "abc" });
      expect(worker.failures[0]?.reason).to.contain("only used when workers make the credentials");
    });
  });

  describe("SpaceliftAttachment", () => {
    it("waits for a role that is too new, with the same message as a wrong one", async () => {
      const { id } = await integrations.create(await checked());
      spacelift.faults.add({ fault: { kind: "slow-consistency", ms: 0 }, route: "awsIntegrationAttach", times: 2 });
      const { id: attachmentId } = await attachments.create(await attachmentInputs(id, { propagationSeconds: 20 }));
      expect(spacelift.attachments()).to.have.length(1);
      expect(spacelift.attachments()[0]).to.include({ id: attachmentId, read: true, write: true });
      expect(spacelift.calls("awsIntegrationAttach")).to.have.length(3);
    });

    it("gives up with the external id Spacelift presents, for a wrong trust and one without an external id", async () => {
      const conditions = { WrongTrust: { StringEquals: { "sts:ExternalId": "acme@other" } }, OpenTrust: undefined };
      for (const [name, condition] of Object.entries(conditions)) {
        const arn = await handlers.role(name, condition);
        const { id } = await integrations.create(await checked({ name, roleArn: arn }));
        const message = await messageOf(attachments.create(await attachmentInputs(id)));
        expect(message).to.contain("trust relationship section").and.to.contain(`acme@${id}@network@write`);
        expect(spacelift.attachments()).to.deep.equal([]);
      }
    });

    it("does not wait for what no time heals", async () => {
      const { id } = await integrations.create(await checked());
      const message = await messageOf(
        attachments.create(await attachmentInputs(id, { stackId: "nowhere", propagationSeconds: 60 })),
      );
      expect(message).to.contain("stack not found");
      expect(spacelift.calls("awsIntegrationAttach")).to.have.length(1);
    });

    it("recognizes another wording of the refusal when told", async () => {
      const { id } = await integrations.create(await checked());
      const inputs = await attachmentInputs(id, { stackId: "nowhere", trustErrorPattern: "stack not f" });
      expect(await messageOf(attachments.create(inputs))).to.contain("It stayed so for 1 s");
      expect((await attachments.check({}, { ...inputs, trustErrorPattern: "(" })).failures).to.have.length(1);
    });

    it("is found when it is there, and made once when the answer is lost", async () => {
      const { id } = await integrations.create(await checked());
      spacelift.faults.add({ fault: { kind: "answer-lost" }, route: "awsIntegrationAttach", times: 1 });
      const first = await attachments.create(await attachmentInputs(id));
      const again = await attachments.create(await attachmentInputs(id));
      expect(again.id).to.equal(first.id);
      expect(spacelift.calls("awsIntegrationAttach")).to.have.length(1);
    });

    it("changes its flags in place, also when Spacelift applies them and fails, and detaches before another stack", async () => {
      const { id } = await integrations.create(await checked());
      const inputs = await attachmentInputs(id);
      const { id: attachmentId, outs } = await attachments.create(inputs);
      const readOnly = await attachmentInputs(id, { write: false });
      const diff = await attachments.diff(attachmentId, outs, readOnly);
      expect(diff).to.include({ changes: true }).and.not.have.property("replaces");
      const route = "awsIntegrationAttachmentUpdate";
      spacelift.faults.add({ fault: { kind: "answer-lost" }, route, times: 1 });
      const updated = await attachments.update(attachmentId, outs, readOnly);
      expect(spacelift.attachments()[0]).to.include({ id: attachmentId, read: true, write: false });
      const moved = await attachments.diff(attachmentId, updated.outs, await attachmentInputs(id, { stackId: "apps" }));
      expect(moved).to.deep.include({ replaces: ["stackId"], deleteBeforeReplace: true });
      await attachments.delete(attachmentId, updated.outs);
      await attachments.delete(attachmentId, updated.outs);
      expect(spacelift.attachments()).to.deep.equal([]);
      expect(await attachments.read(attachmentId, updated.outs)).to.deep.equal({});
    });

    it("refuses an attachment that neither reads nor writes", async () => {
      const { failures } = await attachments.check(
        {},
        { ...connection(), integrationId: "01", stackId: "a", read: false, write: false },
      );
      expect(failures[0]?.reason).to.contain("at least one");
    });
  });
});
