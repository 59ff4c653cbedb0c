import { expect } from "chai";
import {
  evaluateTrust,
  SpaceliftExternalIds,
  SpaceliftIntegration,
  type SpaceliftIntegrationArgs,
} from "../../../components";
import { runMocked } from "../mocked-program";

const vendor = "pulumi-nodejs:dynamic/cross-account:";
const integrationId = "01J8Z3K5M7P9R1T3V5X7Z9B1D3";
const answers = (spaceliftAwsAccountId = "324880187172") => ({
  [`${vendor}SpaceliftAwsIntegration`]: () => ({
    integrationId,
    accountName: "acme",
    spaceliftAwsAccountId,
    adopted: false,
  }),
});
const base: SpaceliftIntegrationArgs = {
  accountId: "111111111111",
  endpoint: "https://acme.app.spacelift.io",
  stacks: [{ stackId: "network" }, { stackId: "apps", write: false }],
};

const run = async (args: Partial<SpaceliftIntegrationArgs> = {}, awsAccountId?: string) => {
  const made = await runMocked((options) => {
    const { externalIds, principals, roleArn } = new SpaceliftIntegration("spacelift", { ...base, ...args }, options);
    return { externalIds, principals, roleArn };
  }, answers(awsAccountId));
  const trust = String(made.only("aws:iam/role:Role").inputs.assumeRolePolicy);
  const opens = (externalId?: string, principalArn = "arn:aws:iam::324880187172:user/spacelift") =>
    evaluateTrust(trust, { principalArn, ...(externalId && { externalId }) }).allowed;
  return { ...made, trust, opens };
};
const id = (stack: string, access: string, integration = integrationId) => `acme@${integration}@${stack}@${access}`;

describe("SpaceliftIntegration", () => {
  it("makes the integration with the ARN of a role that is not there yet, then the role, then the attachments", async () => {
    const { only, resources, value } = await run({ rolePath: "/vendors/", roleName: "Runs" });
    expect(only(`${vendor}SpaceliftAwsIntegration`).inputs).to.deep.include({
      name: "aws-111111111111",
      roleArn: "arn:aws:iam::111111111111:role/vendors/Runs",
      durationSeconds: 3600,
      generateCredentialsInWorker: false,
      tagAssumeRole: false,
      apiKey: { id: { env: "SPACELIFT_API_KEY_ID" }, secret: { env: "SPACELIFT_API_KEY_SECRET" } },
    });
    const attached = resources.filter(({ type }) => type === `${vendor}SpaceliftAttachment`);
    expect(attached.map(({ inputs: { stackId, read, write } }) => [stackId, read, write])).to.deep.equal([
      ["network", true, true],
      ["apps", true, false],
    ]);
    expect(attached.map(({ waitsFor }) => waitsFor)).to.deep.equal([["ManagedRole"], ["ManagedRole"]]);
    expect(value.externalIds).to.deep.equal([id("network", "read"), id("network", "write"), id("apps", "read")]);
  });

  it("opens for the exact external ids by default, and for no wildcard", async () => {
    const { opens, trust } = await run();
    expect(trust).to.not.contain("StringLike").and.not.contain("*");
    for (const good of [id("network", "read"), id("network", "write"), id("apps", "read")]) {
      expect(opens(good), good).to.equal(true);
    }
    const others = [
      id("apps", "write"),
      id("data", "read"),
      id("network", "read", "01AAAAAAAAAAAAAAAAAAAAAAAA"),
      undefined,
    ];
    for (const bad of others) {
      expect(opens(bad), bad).to.equal(false);
    }
  });

  it("opens for any run of the named stacks, or any stack of the integration, when asked", async () => {
    const stack = await run({ externalIds: SpaceliftExternalIds.Stack });
    expect([stack.opens(id("apps", "write")), stack.opens(id("data", "read"))]).to.deep.equal([true, false]);
    const integration = await run({ externalIds: SpaceliftExternalIds.Integration, stacks: [] });
    expect([
      integration.opens(id("data", "read")),
      integration.opens(id("data", "read", "01AAAAAAAAAAAAAAAAAAAAAAAA")),
      integration.opens(),
    ]).to.deep.equal([true, false, false]);
  });

  it("lets sessions be tagged by a statement of its own, which opens nothing", async () => {
    const { trust, opens, only } = await run({ tagSessions: true });
    const { Statement } = JSON.parse(trust) as { Statement: { Action: string; Condition?: object }[] };
    expect(Statement.map(({ Action, Condition }) => [Action, Condition !== undefined])).to.have.deep.members([
      ["sts:AssumeRole", true],
      ["sts:TagSession", false],
    ]);
    expect(opens()).to.equal(false);
    expect(only(`${vendor}SpaceliftAwsIntegration`).inputs.tagAssumeRole).to.equal(true);
  });

  it("opens for workers alone in worker mode, and says so to Spacelift", async () => {
    const worker = { principals: ["arn:aws:iam::222222222222:role/Workers"], externalId: "wK7x2Pq9Lm4Zr8Tn" };
    const { opens, only, value } = await run({ worker, stacks: [{ stackId: "network" }] });
    expect(opens("wK7x2Pq9Lm4Zr8Tn", worker.principals[0])).to.equal(true);
    expect(opens(undefined, worker.principals[0])).to.equal(false);
    expect(opens("wK7x2Pq9Lm4Zr8Tn")).to.equal(false);
    expect(value.externalIds).to.deep.equal(["wK7x2Pq9Lm4Zr8Tn"]);
    expect(only(`${vendor}SpaceliftAwsIntegration`).inputs).to.include({
      generateCredentialsInWorker: true,
      externalId: "wK7x2Pq9Lm4Zr8Tn",
    });
    const bare = await run({ worker: { principals: worker.principals }, stacks: [] });
    expect([bare.opens(undefined, worker.principals[0]), bare.value.externalIds]).to.deep.equal([true, []]);
  });

  it("trusts the account Spacelift's API names only when it is known, or the one the caller names", async () => {
    const american = await run({}, "577638371743");
    expect(american.value.principals).to.deep.equal(["arn:aws:iam::577638371743:root"]);
    const own = await run({ principals: ["333333333333"] }, "333333333333");
    expect(own.opens(id("network", "read"), "arn:aws:iam::333333333333:role/x")).to.equal(true);
    const unknown = await run({}, "333333333333");
    expect(unknown.errors.join()).to.match(/333333333333" is not an account of Spacelift/);
    expect(unknown.trust, "nothing AWS would take").to.match(/^refused/);
  });

  const many = Array.from({ length: 21 }, (_, index) => ({ stackId: `a-stack-with-a-longer-name-${index}` }));
  const refusals: [string, Partial<SpaceliftIntegrationArgs>, RegExp][] = [
    ["an account id of 11 digits", { accountId: "12345678901" }, /accountId: "12345678901" is not an AWS account id/],
    ["no stack without a wildcard", { stacks: [] }, /stacks: are missing/],
    ["a wildcard as stack", { stacks: [{ stackId: "*" }] }, /stacks\[0\]\.stackId: "\*" is not the id of a stack/],
    ["a stack that smuggles a separator", { stacks: [{ stackId: "a@b" }] }, /"a@b" is not the id of a stack/],
    ["a stack twice", { stacks: [{ stackId: "a1" }, { stackId: "a1" }] }, /named twice/],
    ["neither read nor write", { stacks: [{ stackId: "a1", read: false, write: false }] }, /neither read nor write/],
    ["a session of two hours", { durationSeconds: 7200 }, /7200 is no duration.*900 to 3600/],
    ["a trust over 2,048 characters", { stacks: many }, /AWS takes 2048/],
    ["auto-attachment with exact ids", { autoattach: true, labels: ["autoattach:x"] }, /autoattach: lets in stacks/],
    [
      "auto-attachment without its label",
      { autoattach: true, externalIds: SpaceliftExternalIds.Integration },
      /labels: have no "autoattach:/,
    ],
    ["a wildcard principal", { worker: { principals: ["*"] } }, /worker\.principals\[0\]: "\*" is a wildcard/],
    ["Spacelift as worker", { worker: { principals: ["324880187172"] } }, /is Spacelift's own account/],
    [
      "a guessable external id",
      { worker: { principals: ["arn:aws:iam::222222222222:role/W"], externalId: "acme" } },
      /is guessable/,
    ],
    ["a key in place of its source", { apiKey: { id: { env: "A" }, secret: {} } }, /apiKey: names no source/],
    ["no address", { endpoint: "acme.app.spacelift.io" }, /endpoint: .* is not an http or https address/],
    ["a role name with spaces", { roleName: "no spaces" }, /roleName: "no spaces" cannot name a role/],
    ["principals and workers", { principals: ["333333333333"], worker: { principals: ["222222222222"] } }, /drop one/],
  ];
  for (const [what, args, reason] of refusals) {
    it(`refuses ${what} before anything is made`, async () => {
      const { resources } = await runMocked((options) => {
        expect(() => new SpaceliftIntegration("bad", { ...base, ...args }, options)).to.throw(reason);
      });
      expect(resources.filter(({ type }) => !type.endsWith("SpaceliftIntegration"))).to.deep.equal([]);
    });
  }

  it("tells every problem at once", async () => {
    await runMocked((options) => {
      const args = { ...base, accountId: "1", durationSeconds: 1, stacks: [{ stackId: "*" }] };
      expect(() => new SpaceliftIntegration("bad", args, options)).to.throw(
        /accountId.*\n.*stackId.*\n.*durationSeconds/,
      );
    });
  });
});
