import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import {
  SpotAccount,
  SpotAccountName,
  SpotCredentialsLink,
  SpotExternalId,
  startVendorGateway,
  type VendorGateway,
} from "../../providers";
import { type SpotDouble, startSpotDouble, success } from "../support/spot-double";
import { createVendorStack, type StoredResource, type VendorStack } from "../support/vendor-stack";

const awsAccountId = "111111111111";
const canary = "canary0token0in0no0state";
const tokenVariable = "REAL_ENGINE_TEST_TOKEN";

describe("the vendor resources on the real engine", function () {
  // Each operation is a CLI process, and with the stock provider three more.
  this.timeout(240_000);
  let spot: SpotDouble;
  let gateway: VendorGateway;
  const stacks: VendorStack[] = [];

  before(async () => {
    process.env[tokenVariable] = canary;
    spot = await startSpotDouble();
    gateway = await startVendorGateway();
  });
  afterEach(() => spot.reset());
  after(async () => {
    delete process.env[tokenVariable];
    await gateway.close();
    await spot.close();
    await Promise.all(stacks.map((stack) => stack.remove()));
  });

  const newStack = async (settings: Partial<Onboarding> = {}) => {
    const stack = await createVendorStack();
    stack.program = onboarding(spot.endpoint, settings);
    stacks.push(stack);
    return stack;
  };
  /** Plays the same scene once through the stock dynamic provider and once through the gateway. */
  const inBothModes = async <Outcome>(scene: (port: number | undefined) => Promise<Outcome>): Promise<Outcome> => {
    const stock = await scene(undefined);
    spot.reset();
    const served = await scene(gateway.port);
    expect(served).to.deep.equal(stock);
    return served;
  };

  it("live from preview to destroy, with the same calls and the same state with and without the gateway", async () => {
    const scenes = await inBothModes(async (port) => {
      const stack = await newStack();
      // What does not wait for something else is asked in any order.
      const seen = () =>
        spot.seen
          .splice(0)
          .map(({ method, path }) => `${method} ${path}`)
          .sort();

      const preview = await (await stack.on(port)).preview();
      const beforeUp = { changes: preview.changeSummary, calls: seen() };
      await (await stack.on(port)).up();
      const created = { resources: await stack.resources(), calls: seen(), accounts: structuredClone(spot.accounts) };
      await (await stack.on(port)).up();
      const repeated = { resources: await stack.resources(), calls: seen() };
      stack.program = onboarding(spot.endpoint, { name: "prod-renamed", roleName: "OtherRole" });
      await (await stack.on(port)).up();
      const changed = { resources: await stack.resources(), calls: seen(), accounts: structuredClone(spot.accounts) };
      await (await stack.on(port)).refresh();
      const refreshed = { resources: await stack.resources(), calls: seen() };
      expect(await stack.stateText()).not.to.contain(canary);
      await (await stack.on(port)).destroy();
      const destroyed = { resources: await stack.resources(), calls: seen(), accounts: [...spot.accounts] };
      return { beforeUp, created, repeated, changed, refreshed, destroyed };
    });

    expect(scenes.beforeUp).to.deep.equal({ changes: { create: 5 }, calls: [] });
    expect(scenes.created.accounts).to.deep.equal([
      {
        accountId: "act-00000001",
        name: "prod",
        awsAccountId,
        roleArn: `arn:aws:iam::${awsAccountId}:role/SpotRole`,
      },
    ]);
    expect(scenes.created.calls).to.deep.equal([
      "GET /setup/account",
      "GET /setup/account",
      "GET /setup/account",
      "POST /setup/account",
      "POST /setup/credentials/aws",
      "POST /setup/credentials/aws/externalId",
      "PUT /setup/account/act-00000001",
    ]);
    expect(outputsOf(scenes.created.resources, "SpotAccount")).to.include({
      accountId: "act-00000001",
      adopted: false,
      organizationId: "606",
    });
    expect(outputsOf(scenes.created.resources, "SpotExternalId")).to.include({
      externalId: "ext-2-of-act-00000001",
    });
    expect(scenes.repeated).to.deep.equal({ resources: scenes.created.resources, calls: [] });
    expect(scenes.changed.accounts[0]).to.include({ name: "prod-renamed" });
    expect(scenes.changed.accounts[0]?.roleArn).to.match(/OtherRole$/);
    expect(scenes.changed.calls).to.deep.equal([
      "GET /setup/account",
      "POST /setup/credentials/aws",
      "PUT /setup/account/act-00000001",
    ]);
    expect(scenes.refreshed.resources).to.deep.equal(scenes.changed.resources);
    expect(scenes.refreshed.calls.filter((call) => !call.startsWith("GET "))).to.deep.equal([]);
    expect(scenes.destroyed).to.deep.equal({
      resources: [],
      calls: ["DELETE /setup/account/act-00000001", "GET /setup/account"],
      accounts: [],
    });
  });

  it("adopt the connected account, and leave it when told to retain it", async () => {
    const { adopted, left } = await inBothModes(async (port) => {
      spot.accounts.push({ accountId: "act-77", name: "made in the console", awsAccountId });
      const stack = await newStack({ retain: true });
      await (await stack.on(port)).up();
      const resources = await stack.resources();
      await (await stack.on(port)).destroy();
      return { adopted: resources, left: [...spot.accounts] };
    });

    expect(outputsOf(adopted, "SpotAccount")).to.include({ accountId: "act-77", adopted: true });
    expect(left.map(({ accountId }) => accountId)).to.deep.equal(["act-77"]);
  });

  it("record what a partial failure left, and finish it in the next run", async () => {
    const { message, failed, healed } = await inBothModes(async (port) => {
      const stack = await newStack();
      spot.interfere = ({ method, path }) =>
        method === "POST" && path === "/setup/credentials/aws" ? success() : undefined;
      const error = await failureOf((await stack.on(port)).up());
      const failedResources = await stack.resources();
      spot.interfere = () => undefined;
      await (await stack.on(port)).up();
      return {
        message: error.message.match(/Spot accepted the role.*Run again/)?.[0],
        failed: failedResources,
        healed: await stack.resources(),
      };
    });

    expect(message).to.contain("act-00000001");
    const half = failed.find(({ type }) => type.endsWith("SpotCredentialsLink"));
    expect(half?.initErrors?.join()).to.contain("Spot accepted the role");
    expect(half?.outputs).to.include({ linked: false });
    expect(outputsOf(healed, "SpotCredentialsLink")).to.include({ linked: true });
    expect(healed.some(({ initErrors }) => initErrors !== undefined)).to.equal(false);
  });

  it("fail with a message for a person, without the token, and change nothing", async () => {
    const messages = await inBothModes(async (port) => {
      spot.accounts.push(
        { accountId: "act-1", name: "one", awsAccountId },
        { accountId: "act-2", name: "two", awsAccountId },
      );
      const stack = await newStack();
      const several = await failureOf((await stack.on(port)).up());
      stack.program = onboarding(spot.endpoint, { name: "1234" });
      const nameless = await failureOf((await stack.on(port)).preview());
      expect(several.message + nameless.message).not.to.contain(canary);
      return [
        several.message.match(/AWS account \d+ is connected to more than one Spot account: [^.]*/)?.[0],
        nameless.message.match(/Spot wants at least one letter[^;\n]*/)?.[0],
        spot.accounts.length,
      ];
    });

    expect(messages[0]).to.contain("act-1, act-2");
    expect(messages[1]).to.be.a("string");
    expect(messages[2]).to.equal(2);
  });

  it("rotate the external id in two updates, and ask again for one that expired before its link was made", async () => {
    const linking = "POST /setup/credentials/aws";
    const minting = `${linking}/externalId`;
    const scenes = await inBothModes(async (port) => {
      const stack = await newStack();
      const externalIdOf = async () => outputsOf(await stack.resources(), "SpotExternalId");
      spot.interfere = ({ method, path }) => {
        if (`${method} ${path}` === minting)
          return success([{ externalId: "ext-0", maxValidUntil: "2020-01-01T00:00:00Z" }]);
        return `${method} ${path}` === linking ? { status: 403, body: "Forbidden" } : undefined;
      };
      await failureOf((await stack.on(port)).up());
      spot.interfere = () => undefined;
      await (await stack.on(port)).up();
      const asked = await externalIdOf();
      stack.program = onboarding(spot.endpoint, { rotation: 1 });
      await (await stack.on(port)).up();
      const overlapping = await externalIdOf();
      const linked = outputsOf(await stack.resources(), "SpotCredentialsLink");
      await (await stack.on(port)).up();
      const dropped = await externalIdOf();
      const { changeSummary } = await (await stack.on(port)).preview();
      return { asked, overlapping, linked, dropped, changeSummary };
    });

    expect(scenes.asked).to.deep.include({ externalId: "ext-2-of-act-00000001", previousExternalIds: [] });
    expect(scenes.overlapping).to.deep.include({
      externalId: "ext-3-of-act-00000001",
      previousExternalIds: ["ext-2-of-act-00000001"],
      rotation: 1,
    });
    expect(scenes.linked).to.include({ externalId: "ext-3-of-act-00000001" });
    expect(scenes.dropped).to.deep.include({ externalId: "ext-3-of-act-00000001", previousExternalIds: [] });
    expect(scenes.changeSummary).to.deep.equal({ same: 5 });
  });

  it("go on with the gateway where the stock provider left off, and the other way round", async () => {
    for (const [first, second] of [
      [undefined, gateway.port],
      [gateway.port, undefined],
    ]) {
      const stack = await newStack();
      await (await stack.on(first)).up();
      const before = await stack.resources();
      spot.seen.length = 0;
      await (await stack.on(second)).up();
      expect(spot.seen).to.deep.equal([]);
      expect(await stack.resources()).to.deep.equal(before);
      await (await stack.on(second)).destroy();
      expect(spot.accounts).to.deep.equal([]);
      expect(await stack.resources()).to.deep.equal([]);
    }
  });
});

interface Onboarding {
  name: string;
  roleName: string;
  retain: boolean;
  rotation: number;
}

/** The four resources, wired as onboarding wires them: in a preview most inputs are unknown. */
function onboarding(
  endpoint: string,
  { name = "prod", roleName = "SpotRole", retain = false, rotation = 0 }: Partial<Onboarding>,
) {
  const program: PulumiFn = async () => {
    const spot = { token: { env: tokenVariable }, endpoint };
    const account = new SpotAccount("account", { ...spot, awsAccountId, name: `aws-${awsAccountId}`, retain });
    const { accountId } = account;
    const { externalId } = new SpotExternalId("external-id", { ...spot, accountId, rotation });
    const roleArn = pulumi.interpolate`arn:aws:iam::${awsAccountId}:role/${roleName}`;
    const args = { ...spot, accountId, awsAccountId, roleArn, externalId, propagationSeconds: 1 };
    const link = new SpotCredentialsLink("link", args);
    new SpotAccountName("name", { ...spot, accountId, name }, { dependsOn: link });
  };
  return program;
}

function outputsOf(resources: StoredResource[], kind: string): Record<string, unknown> | undefined {
  return resources.find(({ type }) => type.endsWith(`:${kind}`))?.outputs;
}

async function failureOf(attempt: Promise<unknown>): Promise<Error> {
  return attempt.then(
    () => expect.fail("the operation succeeded"),
    (error) => error as Error,
  );
}
