import { readFile } from "node:fs/promises";
import * as path from "node:path";
import type { Deployment } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { sourceFolder } from "../../examples/sandbox/source-folder";
import type { SpaceliftRecords } from "../../examples/sandbox/spacelift/records";
import type { SpaceliftApi } from "../../examples/sandbox/spacelift/spacelift-api";
import { createHandler, resourceKinds } from "../../providers";
import { anyStackOfAcme, type SpaceliftOnEmulator, startSpaceliftOnEmulator } from "../support/spacelift-on-emulator";
import { type SpotDouble, startSpotDouble } from "../support/spot-double";
import { allVendorResources } from "../support/vendor-lifecycle";
import { createVendorStack, type StoredResource, type VendorStack } from "../support/vendor-stack";

const awsAccountId = "111111111111";
const spotTokenVariable = "SPOTINST_TOKEN";
const spaceliftKeyVariables = { id: "SPACELIFT_API_KEY_ID", secret: "SPACELIFT_API_KEY_SECRET" };

/** `pulumi stack export --show-secrets` of a stack that 0.1.0 made with `allVendorResources`; only places in the source are left out. */
interface ExportedStack {
  version: number;
  deployment: { resources: StoredResource[] };
}

describe("state that the first release wrote", function () {
  this.timeout(240_000);
  let spot: SpotDouble;
  let host: SpaceliftOnEmulator;
  let spacelift: SpaceliftApi;
  let exported: ExportedStack;
  let stack: VendorStack;
  const environment = { ...process.env };

  before(async () => {
    [spot, host, stack] = await Promise.all([startSpotDouble(), startSpaceliftOnEmulator(), createVendorStack()]);
    const roleArn = await host.role("SpaceliftRole", anyStackOfAcme);
    const text = await readFile(path.join(sourceFolder("test/providers"), "state-of-0.1.0.json"), "utf8");
    const written = JSON.parse(text) as ExportedStack;
    spacelift = await host.start(undefined, whatItLedTo(written, roleArn));
    exported = JSON.parse(
      text
        .replaceAll("https://spot.invalid", spot.endpoint)
        .replaceAll("https://spacelift.invalid", spacelift.endpoint),
    );
    const roleOfSpot = `arn:aws:iam::${awsAccountId}:role/SpotRole`;
    spot.accounts.push({ accountId: "act-00000001", name: "prod", awsAccountId, roleArn: roleOfSpot });
    process.env[spotTokenVariable] = "token";
    process.env[spaceliftKeyVariables.id] = spacelift.apiKey.id;
    process.env[spaceliftKeyVariables.secret] = spacelift.apiKey.secret;
  });
  after(async () => {
    for (const name of [spotTokenVariable, ...Object.values(spaceliftKeyVariables)]) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    await Promise.all([spot?.close(), host?.close(), stack?.remove()]);
  });

  it("has all six kinds, of version 1", () => {
    const stored = vendorResources(exported);
    expect(stored.map(({ kind }) => kind)).to.have.members([...resourceKinds]);
    expect(new Set(stored.map(({ outputs }) => outputs.stateVersion))).to.deep.equal(new Set([1]));
  });

  for (const kind of resourceKinds) {
    it(`is read, and found to be as it should, for a ${kind}`, async () => {
      const { id, inputs, outputs } = vendorResource(exported, kind);
      const handler = createHandler(kind);

      const read = await handler.read(id, outputs);
      expect(read.id).to.equal(id);
      const { stateVersion, __provider, ...known } = outputs;
      expect(read.props).to.deep.include(known);
      expect(read.props?.stateVersion).to.be.at.least(Number(stateVersion));
      const { inputs: checked, failures } = await handler.check(inputs, inputs);
      expect(failures).to.deep.equal([]);
      expect((await handler.diff(id, outputs, checked)).changes).to.equal(false);
      expect((await handler.update(id, outputs, checked)).outs).to.deep.include(known);
    });
  }

  it("goes on in a real stack: imported, nothing is to be changed, and all of it can be deleted", async () => {
    stack.program = allVendorResources({
      ...{ spotEndpoint: spot.endpoint, spotTokenVariable },
      ...{ spaceliftEndpoint: spacelift.endpoint, spaceliftKeyVariables },
    });
    const plain = await stack.on();
    await plain.importStack(exported as unknown as Deployment);
    // What a person wrote gains the defaults of this release; what came of it stays.
    const outcome = async () => (await stack.resources()).map(({ urn, id, outputs }) => ({ urn, id, outputs }));
    const before = await outcome();
    expect(before.filter(({ urn }) => urn.includes("cross-account:"))).to.have.length(resourceKinds.length);
    const callsBefore = [spot.seen.length, spacelift.calls().length];

    await plain.up({ expectNoChanges: true });

    expect([spot.seen.length, spacelift.calls().length]).to.deep.equal(callsBefore);
    expect(await outcome()).to.deep.equal(before);
    await plain.destroy();
    expect(await stack.resources()).to.deep.equal([]);
    expect([spot.accounts, spacelift.integrations(), spacelift.attachments()]).to.deep.equal([[], [], []]);
  });
});

interface StoredVendorResource {
  kind: string;
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

function vendorResources({ deployment }: ExportedStack): StoredVendorResource[] {
  return deployment.resources
    .filter(({ type }) => type.includes("cross-account:"))
    .map(({ type, id = "", inputs = {}, outputs = {} }) => ({
      kind: type.split(":")[2] ?? "",
      id,
      inputs: unwrapped(inputs),
      outputs: unwrapped(outputs),
    }));
}

function vendorResource(exported: ExportedStack, kind: string): StoredVendorResource {
  return vendorResources(exported).find((resource) => resource.kind === kind) ?? expect.fail(`no ${kind}`);
}

/** A secret as a provider gets to see it: `pulumi stack export --show-secrets` wraps its JSON. */
function unwrapped(properties: Record<string, unknown>): Record<string, unknown> {
  const plain = (value: unknown) =>
    typeof value === "object" && value !== null && "plaintext" in value ? JSON.parse(String(value.plaintext)) : value;
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, plain(value)]));
}

/** What Spacelift holds, as that state says. */
function whatItLedTo(exported: ExportedStack, roleArn: string): SpaceliftRecords {
  const integration = vendorResource(exported, "SpaceliftAwsIntegration");
  const attachment = vendorResource(exported, "SpaceliftAttachment");
  return {
    stacks: [{ id: "network", space: "root", labels: [] }],
    integrations: [
      {
        ...{
          id: integration.id,
          name: "prod",
          roleArn,
          externalId: "",
          durationSeconds: 3600,
          space: "root",
          labels: [],
        },
        ...{ generateCredentialsInWorker: false, region: null, tagAssumeRole: false, autoattachEnabled: false },
      },
    ],
    attachments: [
      {
        ...{ id: attachment.id, integrationId: integration.id, stackId: "network" },
        ...{ read: true, write: true, isAutoattached: false },
      },
    ],
  };
}
