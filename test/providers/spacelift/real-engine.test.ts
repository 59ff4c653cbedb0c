import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import type { SpaceliftApi } from "../../../examples/sandbox/spacelift/spacelift-api";
import {
  SpaceliftAttachment,
  SpaceliftAwsIntegration,
  startVendorGateway,
  type VendorGateway,
} from "../../../providers";
import {
  anyStackOfAcme,
  type SpaceliftOnEmulator,
  startSpaceliftOnEmulator,
} from "../../support/spacelift-on-emulator";
import { createVendorStack, type VendorStack } from "../../support/vendor-stack";

const variables = { id: "SPACELIFT_ENGINE_TEST_ID", secret: "SPACELIFT_ENGINE_TEST_SECRET" };

describe("The Spacelift resources on the real engine", function () {
  // Each operation is a CLI process, and with the stock provider three more.
  this.timeout(240_000);
  let host: SpaceliftOnEmulator;
  let spacelift: SpaceliftApi;
  let gateway: VendorGateway;
  let roleArn: string;
  let otherRoleArn: string;
  const stacks: VendorStack[] = [];

  before(async () => {
    host = await startSpaceliftOnEmulator();
    roleArn = await host.role("SpaceliftRole", anyStackOfAcme);
    otherRoleArn = await host.role("OtherRole", anyStackOfAcme);
    gateway = await startVendorGateway();
  });
  after(async () => {
    for (const name of Object.values(variables)) delete process.env[name];
    await gateway.close();
    await host.close();
    await Promise.all(stacks.map((stack) => stack.remove()));
  });

  const startAnew = async (): Promise<VendorStack> => {
    spacelift = await host.start();
    process.env[variables.id] = spacelift.apiKey.id;
    process.env[variables.secret] = spacelift.apiKey.secret;
    const stack = await createVendorStack();
    stacks.push(stack);
    return stack;
  };
  const mutations = () =>
    spacelift
      .calls()
      .map(({ operation }) => operation)
      .filter((operation) => /Create|Update|Delete|Attach|Detach/.test(operation) && operation !== "attachedStack");

  for (const mode of ["the stock dynamic provider", "the gateway"]) {
    it(`live from preview to destroy through ${mode}`, async () => {
      const stack = await startAnew();
      const port = mode === "the gateway" ? gateway.port : undefined;
      stack.program = program(spacelift.endpoint, { roleArn });

      expect((await (await stack.on(port)).preview()).changeSummary).to.deep.equal({ create: 4 });
      expect(spacelift.calls()).to.deep.equal([]);

      await (await stack.on(port)).up();
      expect(mutations()).to.have.members(["awsIntegrationCreate", "awsIntegrationAttach", "awsIntegrationAttach"]);
      expect(await spacelift.run("network", "write")).to.have.property("sessionName");

      const settled = { resources: await stack.resources(), calls: mutations().length };
      await (await stack.on(port)).up();
      await (await stack.on(port)).refresh();
      expect(await stack.resources(), "no change, and no drift").to.deep.equal(settled.resources);
      expect(mutations()).to.have.length(settled.calls);
      expect(await stack.stateText())
        .to.contain(variables.secret)
        .and.not.contain(spacelift.apiKey.secret)
        .and.not.contain(spacelift.apiKey.id);

      stack.program = program(spacelift.endpoint, { roleArn: otherRoleArn, name: "renamed", write: false });
      await (await stack.on(port)).up();
      expect(mutations().slice(settled.calls)).to.have.members([
        "awsIntegrationUpdate",
        "awsIntegrationAttachmentUpdate",
        "awsIntegrationAttachmentUpdate",
      ]);
      expect(spacelift.integrations()[0]).to.include({ name: "renamed", roleArn: otherRoleArn });
      expect(spacelift.attachments().map(({ write }) => write)).to.deep.equal([false, false]);

      stack.program = program(spacelift.endpoint, {
        roleArn: otherRoleArn,
        name: "renamed",
        write: false,
        space: "legacy",
      });
      await (await stack.on(port)).up();
      expect(
        spacelift.integrations().map(({ space }) => space),
        "moved with its stacks",
      ).to.deep.equal(["legacy"]);
      expect(spacelift.attachments()).to.have.length(2);

      await (await stack.on(port)).destroy();
      expect(await stack.resources()).to.deep.equal([]);
      expect([spacelift.integrations(), spacelift.attachments()]).to.deep.equal([[], []]);
    });
  }

  it("go on with the gateway where the stock provider left off, and the other way round", async () => {
    for (const [first, second] of [
      [undefined, gateway.port],
      [gateway.port, undefined],
    ]) {
      const stack = await startAnew();
      stack.program = program(spacelift.endpoint, { roleArn });
      await (await stack.on(first)).up();
      const before = { resources: await stack.resources(), calls: spacelift.calls().length };
      await (await stack.on(second)).up();
      expect(await stack.resources()).to.deep.equal(before.resources);
      expect(spacelift.calls()).to.have.length(before.calls);
      await (await stack.on(second)).destroy();
      expect([spacelift.integrations(), spacelift.attachments()]).to.deep.equal([[], []]);
    }
  });

  it("keep what came to be when a stack cannot be attached, and finish in the next run", async () => {
    const stack = await startAnew();
    const closed = await host.role("ClosedRole", { StringEquals: { "sts:ExternalId": "nobody" } });
    stack.program = program(spacelift.endpoint, { roleArn: closed });
    const error = await (await stack.on(gateway.port)).up().then(
      () => expect.fail("the operation succeeded"),
      (reason: Error) => reason,
    );
    expect(error.message)
      .to.contain("you need to configure trust relationship")
      .and.to.match(/acme@01\w+@network@write/);
    expect(error.message).to.not.contain(spacelift.apiKey.secret);
    expect(spacelift.integrations()).to.have.length(1);
    await host.role("ClosedRole", anyStackOfAcme);
    await (await stack.on(gateway.port)).up();
    expect(spacelift.integrations()).to.have.length(1);
    expect(spacelift.attachments()).to.have.length(2);
  });
});

interface Wanted {
  roleArn: string;
  name?: string;
  write?: boolean;
  space?: string;
}

/** An integration and two stacks, wired as the component wires them: in a preview the id of the integration is unknown. */
function program(endpoint: string, { roleArn, name = "prod", write = true, space }: Wanted): PulumiFn {
  return async () => {
    const api = { endpoint, apiKey: { id: { env: variables.id }, secret: { env: variables.secret } } };
    const integration = new SpaceliftAwsIntegration("integration", { ...api, name, roleArn, ...(space && { space }) });
    const { integrationId } = integration;
    for (const stackId of ["network", "apps"]) {
      new SpaceliftAttachment(stackId, { ...api, integrationId, stackId, write, propagationSeconds: 1 });
    }
  };
}
