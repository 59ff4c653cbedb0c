import { expect } from "chai";
import type { SpaceliftApi } from "../../examples/sandbox/spacelift/spacelift-api";
import {
  createSpaceliftClient,
  type SpaceliftClient,
  type SpaceliftIntegrationSettings,
  startVendorGateway,
  type VendorGateway,
} from "../../providers";
import { anyStackOfAcme, type SpaceliftOnEmulator, startSpaceliftOnEmulator } from "../support/spacelift-on-emulator";
import { type SpotDouble, startSpotDouble, success } from "../support/spot-double";
import { allVendorResources, type VendorPlaces, type VendorWishes } from "../support/vendor-lifecycle";
import { createVendorStack, type StoredResource, type VendorStack } from "../support/vendor-stack";

const awsAccountId = "111111111111";
const otherAwsAccountId = "222222222222";
const roleArn = (name: string) => `arn:aws:iam::${awsAccountId}:role/${name}`;
const canary = "canary0token0in0no0state";
const spotTokenVariable = "LIFECYCLES_TEST_SPOT_TOKEN";
const spaceliftKeyVariables = { id: "LIFECYCLES_TEST_KEY_ID", secret: "LIFECYCLES_TEST_KEY_SECRET" };

const linking = "/setup/credentials/aws";
const minting = `${linking}/externalId`;
const expiredExternalId = { externalId: "expired", maxValidUntil: "2020-01-01T00:00:00Z" };
const externalIds = (externalId: string, ...previousExternalIds: string[]) => ({ externalId, previousExternalIds });

/** What one operation came to: all of it has to be the same through the stock dynamic provider and through the gateway. */
interface Step {
  did: string;
  calls: string[];
  resources: StoredResource[];
  failure?: string | undefined;
}

describe("the lives of the six vendor resources, through the stock dynamic provider and through the gateway", function () {
  // Each operation is a CLI process, and with the stock provider three more.
  this.timeout(300_000);
  let spot: SpotDouble;
  let host: SpaceliftOnEmulator;
  let spacelift: SpaceliftApi;
  let byHand: SpaceliftClient;
  let gateway: VendorGateway;
  let places: VendorPlaces;
  const stacks: VendorStack[] = [];

  before(async () => {
    [spot, host, gateway] = await Promise.all([startSpotDouble(), startSpaceliftOnEmulator(), startVendorGateway()]);
    await host.role("SpaceliftRole", anyStackOfAcme);
    await host.role("OtherRole", anyStackOfAcme);
    spacelift = await host.start();
    process.env[spotTokenVariable] = canary;
    process.env[spaceliftKeyVariables.id] = spacelift.apiKey.id;
    process.env[spaceliftKeyVariables.secret] = spacelift.apiKey.secret;
    const { id, secret } = spaceliftKeyVariables;
    byHand = createSpaceliftClient({
      endpoint: spacelift.endpoint,
      apiKey: { id: { env: id }, secret: { env: secret } },
    });
    places = {
      ...{ spotTokenVariable, spaceliftKeyVariables },
      ...{ spotEndpoint: spot.endpoint, spaceliftEndpoint: spacelift.endpoint },
    };
  });
  after(async () => {
    for (const name of [spotTokenVariable, ...Object.values(spaceliftKeyVariables)]) delete process.env[name];
    await Promise.all([gateway?.close(), spot?.close(), host?.close(), ...stacks.map((stack) => stack.remove())]);
  });

  /** One stack, of which each operation leaves a {@link Step}. */
  const beginScene = async () => {
    spot.reset();
    const stack = await createVendorStack();
    stacks.push(stack);
    const steps: Step[] = [];
    const operate = async (did: string, port: number | undefined, verb: "preview" | "up" | "refresh" | "destroy") => {
      const spaceliftBefore = spacelift.calls().length;
      spot.seen.length = 0;
      const target = await stack.on(port);
      const failure = await target[verb]().then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect(failure ?? "")
        .not.to.contain(canary)
        .and.not.to.contain(spacelift.apiKey.secret);
      expect(await stack.stateText())
        .not.to.contain(canary)
        .and.not.to.contain(spacelift.apiKey.secret);
      const toSpacelift = spacelift.calls().slice(spaceliftBefore);
      const toSpot = spot.calls();
      const calls = [
        // How often it is looked whether a link shows is a matter of time.
        ...toSpot.filter((call, index) => !call.startsWith("GET ") || toSpot.indexOf(call) === index),
        // Who shares a process shares a session too.
        ...toSpacelift.map(({ operation }) => operation).filter((operation) => operation !== "apiKeyUser"),
      ];
      // What does not wait for something else is asked in any order.
      steps.push({ did, calls: calls.sort(), resources: await stack.resources(), failure });
    };
    const wish = (wishes: VendorWishes = {}) => {
      stack.program = allVendorResources(places, wishes);
    };
    const only = () => spacelift.integrations()[0]?.id ?? "";
    return { steps, operate, wish, only };
  };

  /** Plays a scene in both modes, and answers with the steps once they are the same. `other` is the mode of the other scene. */
  const inBothModes = async (play: (port: number | undefined, other: number | undefined) => Promise<Step[]>) => {
    const stock = await play(undefined, gateway.port);
    const served = await play(gateway.port, undefined);
    for (const [index, step] of stock.entries()) {
      const same = { ...served[index], failure: wordsOf(served[index]?.failure) };
      expect({ ...step, failure: wordsOf(step.failure) }, step.did).to.deep.equal(same);
    }
    expect(served).to.have.length(stock.length);
    return (did: string): Step => served.find((step) => step.did === did) ?? expect.fail(`no step ${did}`);
  };

  it("are the same from the first refusal to the last deletion", async () => {
    const step = await inBothModes(async (port, other) => {
      const { steps, operate, wish, only } = await beginScene();
      wish({ spotName: "1234" });
      await operate("refuse bad input", port, "preview");
      wish();
      await operate("preview", port, "preview");
      spot.accounts.push({ accountId: "act-1", name: "one", awsAccountId });
      spot.accounts.push({ accountId: "act-2", name: "two", awsAccountId });
      await operate("refuse on many", port, "up");
      spot.accounts.length = 0;
      // Spot accepts the role and shows no link, and its external id is of no use by the next run.
      spot.interfere = ({ method, path }) => {
        if (method === "POST" && path === minting) return success([expiredExternalId]);
        return method === "POST" && path === linking ? success() : undefined;
      };
      await operate("fail half way", port, "up");
      spot.interfere = () => undefined;
      await operate("finish", port, "up");
      wish({ rotation: 1 });
      await operate("rotate the external id", port, "up");
      await operate("drop the previous one", port, "up");
      await operate("change nothing, in the other mode", other, "up");
      Object.assign(spot.accounts[0] ?? {}, { name: "by hand", roleArn: roleArn("ByHand") });
      await byHand.updateIntegration(only(), changedByHand, changedByHand);
      await byHand.updateAttachment(spacelift.attachments()[0]?.id ?? "", { read: false, write: true });
      await operate("see what was changed by hand", port, "refresh");
      wish(changedWishes);
      await operate("change in place", port, "up");
      expect(spot.accounts[0]).to.include({ name: "live", roleArn: roleArn("OtherSpotRole") });
      expect(spacelift.integrations()[0]).to.include({ name: "live", roleArn: roleArn("OtherRole") });
      expect(spacelift.attachments()[0]).to.include({ read: true, write: false });
      wish({ ...changedWishes, awsAccountId: otherAwsAccountId, space: "legacy" });
      await operate("replace", port, "up");
      expect(spot.accounts).to.have.length(1);
      expect(spot.accounts[0]).to.include({ awsAccountId: otherAwsAccountId, name: "live" });
      expect(spacelift.integrations().map(({ space }) => space)).to.deep.equal(["legacy"]);
      await byHand.detach(spacelift.attachments()[0]?.id ?? "");
      await byHand.deleteIntegration(only());
      spot.accounts.length = 0;
      await operate("delete what is gone already, in the other mode", other, "destroy");
      return steps;
    });

    expect(step("refuse bad input").failure).to.contain("Spot wants at least one letter");
    expect(step("preview")).to.deep.include({ calls: [], failure: undefined });
    const many = step("refuse on many");
    expect(many.failure).to.contain("more than one Spot account: act-1, act-2");
    expect(many.calls).to.deep.equal(["GET /setup/account"]);

    const half = step("fail half way");
    expect(half.failure).to.contain("Spot accepted the role");
    const link = half.resources.find(({ type }) => type.endsWith("SpotCredentialsLink"));
    expect(link?.initErrors?.join()).to.contain("Spot accepted the role");
    expect(link?.outputs).to.include({ linked: false });

    const whole = step("finish");
    expect(kindsIn(whole)).to.have.length(6);
    expect(whole.resources.some(({ initErrors }) => initErrors !== undefined)).to.equal(false);
    expect(whole.calls.filter((call) => call === "POST /setup/account" || call.startsWith("awsIntegrationC"))).to.be
      .empty;
    expect(outputsOf(whole, "SpotCredentialsLink").policyFingerprint).to.have.property("ciphertext");

    expect(outputsOf(half, "SpotExternalId").externalId).to.equal("expired");
    expect(outputsOf(whole, "SpotExternalId")).to.deep.include(externalIds("ext-2-of-act-00000001"));
    const rotated = step("rotate the external id");
    expect(outputsOf(rotated, "SpotExternalId")).to.deep.include(
      externalIds("ext-3-of-act-00000001", "ext-2-of-act-00000001"),
    );
    expect(outputsOf(rotated, "SpotCredentialsLink").externalId).to.equal("ext-3-of-act-00000001");
    const dropped = step("drop the previous one");
    expect(outputsOf(dropped, "SpotExternalId")).to.deep.include(externalIds("ext-3-of-act-00000001"));
    expect(step("change nothing, in the other mode")).to.deep.include({ calls: [], resources: dropped.resources });

    const seen = step("see what was changed by hand");
    expect(seen.calls.filter((call) => /^(POST|PUT|DELETE)|Update|Create|Delete|Attach$/.test(call))).to.be.empty;
    expect(outputsOf(seen, "SpotAccountName").name).to.equal("by hand");
    expect(outputsOf(seen, "SpotCredentialsLink").roleArn).to.equal(roleArn("ByHand"));
    expect(outputsOf(seen, "SpaceliftAwsIntegration").name).to.equal("by hand");
    expect(outputsOf(seen, "SpaceliftAttachment")).to.include({ read: false, write: true });

    expect(step("change in place").calls).to.deep.equal([
      "GET /setup/account",
      "POST /setup/credentials/aws",
      "PUT /setup/account/act-00000001",
      "awsIntegration",
      "awsIntegrationAttachmentUpdate",
      "awsIntegrationUpdate",
    ]);
    expect(idOf(step("replace"), "SpotAccount")).not.to.equal(idOf(whole, "SpotAccount"));
    expect(step("replace").calls).to.include.members([
      "DELETE /setup/account/act-00000001",
      "awsIntegrationCreate",
      "awsIntegrationDelete",
      "awsIntegrationDetach",
    ]);
    expect(step("delete what is gone already, in the other mode")).to.deep.include({
      resources: [],
      failure: undefined,
    });
  });

  it("begin with what is there and leave it where they are told to", async () => {
    const step = await inBothModes(async (port) => {
      const { steps, operate, wish, only } = await beginScene();
      spot.accounts.push({ accountId: "act-77", name: "made in the console", awsAccountId });
      const clicked = spacelift.click({ name: "prod", roleArn: roleArn("SpaceliftRole"), durationSeconds: 900 });
      wish({ retain: true });
      await operate("adopt", port, "up");
      await operate("leave", port, "destroy");
      expect(spot.accounts.map(({ accountId }) => accountId)).to.deep.equal(["act-77"]);
      expect(spacelift.integrations().map(({ id }) => id)).to.deep.equal([clicked.id]);
      expect(spacelift.attachments()).to.deep.equal([]);
      await byHand.deleteIntegration(only());
      return steps;
    });

    expect(outputsOf(step("adopt"), "SpotAccount")).to.include({ accountId: "act-77", adopted: true });
    expect(outputsOf(step("adopt"), "SpaceliftAwsIntegration")).to.include({ adopted: true, durationSeconds: 3600 });
    expect(step("leave")).to.deep.include({ resources: [], failure: undefined });
  });
});

const changedByHand: SpaceliftIntegrationSettings = {
  name: "by hand",
  roleArn: roleArn("SpaceliftRole"),
  durationSeconds: 3600,
  generateCredentialsInWorker: false,
  labels: [],
};

const changedWishes: VendorWishes = {
  rotation: 1,
  spotName: "live",
  spotRoleName: "OtherSpotRole",
  integrationName: "live",
  integrationRoleName: "OtherRole",
  write: false,
};

/** What a person is told; what the engine writes around it tells of times, places and processes. */
function wordsOf(failure: string | undefined): string[] | undefined {
  return (
    failure?.match(
      /AWS account \d+ is connected to[^\n]*|Spot accepted the role[^\n]*|Spot wants at least one letter[^\n]*/g,
    ) ?? []
  );
}

function kindsIn({ resources }: Step): string[] {
  return resources.map(({ type }) => type).filter((type) => type.includes("cross-account:"));
}

function resourceOf({ resources }: Step, kind: string): StoredResource {
  return resources.find(({ type }) => type.endsWith(`:${kind}`)) ?? expect.fail(`no ${kind}`);
}

function outputsOf(step: Step, kind: string): Record<string, unknown> {
  return resourceOf(step, kind).outputs ?? {};
}

function idOf(step: Step, kind: string): string | undefined {
  return resourceOf(step, kind).id;
}
