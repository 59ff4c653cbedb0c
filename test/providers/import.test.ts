import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import type { SpaceliftApi } from "../../examples/sandbox/spacelift/spacelift-api";
import {
  createHandler,
  SpaceliftAwsIntegration,
  SpotAccount,
  startVendorGateway,
  type VendorGateway,
} from "../../providers";
import { type SpaceliftOnEmulator, startSpaceliftOnEmulator } from "../support/spacelift-on-emulator";
import { type SpotDouble, startSpotDouble } from "../support/spot-double";
import { createVendorStack, type VendorStack } from "../support/vendor-stack";

const awsAccountId = "111111111111";
const roleArn = `arn:aws:iam::${awsAccountId}:role/SpaceliftRole`;

describe("the option import of a vendor resource", function () {
  this.timeout(240_000);
  let spot: SpotDouble;
  let host: SpaceliftOnEmulator;
  let spacelift: SpaceliftApi;
  let gateway: VendorGateway;
  let stack: VendorStack;
  const environment = { ...process.env };

  before(async () => {
    [spot, host, gateway, stack] = await Promise.all([
      startSpotDouble(),
      startSpaceliftOnEmulator(),
      startVendorGateway(),
      createVendorStack(),
    ]);
    spacelift = await host.start();
    process.env.SPOTINST_TOKEN = "token";
    process.env.SPOTINST_ENDPOINT = spot.endpoint;
    process.env.SPACELIFT_API_KEY_ENDPOINT = spacelift.endpoint;
    process.env.SPACELIFT_API_KEY_ID = spacelift.apiKey.id;
    process.env.SPACELIFT_API_KEY_SECRET = spacelift.apiKey.secret;
  });
  afterEach(() => spot.reset());
  after(async () => {
    for (const name of Object.keys(process.env).filter((one) => /^(SPOTINST|SPACELIFT)_/.test(one))) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    await Promise.all([gateway?.close(), spot?.close(), host?.close(), stack?.remove()]);
  });

  it("takes over an account and an integration by their ids through the gateway, and changes nothing then", async () => {
    spot.accounts.push({ accountId: "act-77", name: "made in the console", awsAccountId });
    const clicked = spacelift.click({ name: "prod", roleArn, space: "legacy", region: "eu-west-1" });
    const on = await stack.on(gateway.port);
    stack.program = program({ account: "act-77", integration: clicked.id });

    await on.up();

    const stored = (await stack.resources()).filter(({ type }) => type.includes("cross-account:"));
    const outputs = stored.map((resource) => resource.outputs);
    expect(stored).to.have.length(2);
    expect(outputs.map((output) => output?.adopted)).to.deep.equal([true, true]);
    expect(outputs.find((output) => output?.accountId)).to.include({ accountId: "act-77", awsAccountId });
    expect(outputs.find((output) => output?.roleArn)).to.include({ region: "eu-west-1", spaceId: "legacy" });
    stack.program = program({});
    await on.up({ expectNoChanges: true });
    expect(spot.calls().filter((call) => !call.startsWith("GET "))).to.deep.equal([]);
    expect(spacelift.calls("awsIntegrationCreate")).to.deep.equal([]);
    expect(spacelift.integrations()).to.deep.equal([clicked]);
  });

  it("finds nothing where the vendor has nothing", async () => {
    expect(await createHandler("SpotAccount").read("act-0", {})).to.deep.equal({});
    expect(await createHandler("SpaceliftAwsIntegration").read("01NOBODY", {})).to.deep.equal({});
  });

  it("works with an older Spacelift, and needs its address", async () => {
    const older = await host.start({ older: true });
    const clicked = older.click({ name: "old", roleArn });
    process.env.SPACELIFT_API_KEY_ENDPOINT = older.endpoint;
    process.env.SPACELIFT_API_KEY_SECRET = older.apiKey.secret;
    const { inputs } = await createHandler("SpaceliftAwsIntegration").read(clicked.id, {});
    expect(inputs)
      .to.include({ name: "old", roleArn, endpoint: older.endpoint })
      .and.not.have.any.keys("region", "space");

    delete process.env.SPACELIFT_API_KEY_ENDPOINT;
    expect(await refusalOf(createHandler("SpaceliftAwsIntegration").read(clicked.id, {}))).to.contain(
      "SPACELIFT_API_KEY_ENDPOINT",
    );
  });

  it("refuses an account that is linked to nothing, and the kinds that need no import, and says what to do", async () => {
    spot.accounts.push({ accountId: "act-1", name: "nobody's" });

    expect(await refusalOf(createHandler("SpotAccount").read("act-1", {}))).to.contain("linked to no AWS account");
    for (const kind of ["SpotExternalId", "SpotCredentialsLink", "SpotAccountName", "SpaceliftAttachment"]) {
      const message = await refusalOf(createHandler(kind).read("some-id", {}));
      expect(message).to.contain(`A ${kind} cannot be imported`).and.to.contain("leave out");
    }
  });

  /** What a person would write for what is there, imported by the ids that are given. */
  function program(ids: { account?: string; integration?: string }): PulumiFn {
    return async () => {
      new SpotAccount(
        "account",
        { token: { env: "SPOTINST_TOKEN" }, endpoint: spot.endpoint, awsAccountId, name: `aws-${awsAccountId}` },
        ids.account ? { import: ids.account } : {},
      );
      new SpaceliftAwsIntegration(
        "integration",
        {
          apiKey: { id: { env: "SPACELIFT_API_KEY_ID" }, secret: { env: "SPACELIFT_API_KEY_SECRET" } },
          ...{ endpoint: spacelift.endpoint, name: "prod", roleArn, region: "eu-west-1" },
        },
        ids.integration ? { import: ids.integration } : {},
      );
    };
  }
});

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => expect.fail("the call succeeded"),
    (error: Error) => error.message,
  );
}
