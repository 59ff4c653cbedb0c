import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import type { Provider } from "@pulumi/aws/provider";
import { expect } from "chai";
import {
  AccountAccess,
  ManagedRole,
  type SpaceliftGrantArgs,
  SpaceliftIntegration,
  type SpaceliftIntegrationArgs,
} from "../../../components";
import { OutsideView } from "../../support/outside-view";
import { useSandbox } from "../../support/sandbox-suite";
import { ComponentStack } from "../component-stack";

describe("SpaceliftIntegration on the real engine", function () {
  this.timeout(180_000);
  const sandbox = useSandbox();
  const stacks: ComponentStack[] = [];
  let view: OutsideView;
  let apiKey: SpaceliftGrantArgs["apiKey"];

  before(async () => {
    const { dir, env, aws, spacelift } = sandbox();
    view = new OutsideView(aws.endpoint, env);
    const files = { id: path.join(dir, "spacelift-id"), secret: path.join(dir, "spacelift-secret") };
    await writeFile(files.id, spacelift.apiKey.id);
    await writeFile(files.secret, spacelift.apiKey.secret);
    apiKey = { id: { file: files.id }, secret: { file: files.secret } };
  });
  after(() => Promise.all(stacks.map((stack) => stack.remove())));

  const openStack = async (account: string): Promise<ComponentStack> => {
    const stack = await ComponentStack.create(sandbox(), sandbox().organization.account(account).id);
    stacks.push(stack);
    return stack;
  };
  const integration = (stack: ComponentStack, args: Partial<SpaceliftIntegrationArgs>) => (provider: Provider) => {
    const { accountId } = stack;
    const endpoint = sandbox().spacelift.endpoint;
    const made = new SpaceliftIntegration(
      "spacelift",
      { accountId, endpoint, ...(apiKey && { apiKey }), ...args },
      { providers: [provider] },
    );
    return { roleArn: made.roleArn, integrationId: made.integrationId, externalIds: made.externalIds };
  };
  const integrationsOf = (accountId: string) =>
    sandbox()
      .spacelift.integrations()
      .filter(({ roleArn }) => roleArn.includes(accountId));

  it("changes trust and permissions in place, moves to another role, and goes without a trace", async () => {
    const stack = await openStack("shop-dev");
    const { accountId } = stack;
    const settings = { stacks: [{ stackId: "network" }], permissions: [{ actions: ["s3:List*"] }] };
    const { outputs } = await stack.up(integration(stack, settings));
    expect(Object.keys((await stack.up(integration(stack, settings))).changes)).to.deep.equal(["same"]);

    const wider = {
      ...settings,
      externalIds: "integration" as const,
      permissions: [{ actions: ["s3:List*", "s3:Get*"] }],
    };
    const widened = await stack.up(integration(stack, wider));
    expect(widened.changes, "policy and role")
      .to.deep.include({ update: 2 })
      .and.not.have.any.keys("replace", "create");
    expect(await view.allowedActions(accountId, "SpaceliftRole")).to.include("s3:Get*");
    const anyStack = `acme@${String(outputs.integrationId)}@any@read`;
    expect(await view.assume("spacelift", String(outputs.roleArn), anyStack)).to.equal("in");

    const tagged = { ...wider, tagSessions: true, roleName: "TaggedRuns" };
    const moved = await stack.up(integration(stack, tagged));
    expect(moved.outputs.integrationId, "the same integration").to.equal(outputs.integrationId);
    expect(integrationsOf(accountId)[0]).to.include({ roleArn: moved.outputs.roleArn, tagAssumeRole: true });
    expect(await sandbox().spacelift.run("network", "write")).to.have.property("keys");
    expect(await view.roleNames(accountId))
      .to.include("TaggedRuns")
      .and.not.include("SpaceliftRole");

    await stack.destroy();
    expect(await view.roleNames(accountId)).to.not.include("TaggedRuns");
    expect(await view.policyNames(accountId)).to.deep.equal([]);
    expect(integrationsOf(accountId)).to.deep.equal([]);
  });

  it("attaches by label where the role opens for every stack of the integration", async () => {
    const stack = await openStack("playground");
    const labels = ["autoattach:shared"];
    await stack.up(integration(stack, { autoattach: true, externalIds: "integration", labels }));
    expect(await sandbox().spacelift.run("apps", "read")).to.have.property("keys");
    await stack.destroy();
    expect(integrationsOf(stack.accountId)).to.deep.equal([]);
  });

  it("opens for private workers and never for Spacelift", async () => {
    const stack = await openStack("data-lake");
    const program = (provider: Provider) => {
      const statements = [{ principals: [sandbox().aws.managementAccountId] }];
      const { roleArn } = new ManagedRole(
        "workers",
        { roleName: "Workers", trust: { statements } },
        { providers: [provider] },
      );
      const principals = [`arn:aws:iam::${stack.accountId}:role/Workers`];
      const worker = { principals, externalId: "wK7x2Pq9Lm4Zr8Tn" };
      return { ...integration(stack, { worker, stacks: [{ stackId: "data" }] })(provider), workers: roleArn };
    };
    const { outputs } = await stack.up(program);
    expect(outputs.externalIds).to.deep.equal(["wK7x2Pq9Lm4Zr8Tn"]);
    expect(integrationsOf(stack.accountId)[0]).to.include({
      generateCredentialsInWorker: true,
      externalId: "wK7x2Pq9Lm4Zr8Tn",
    });
    expect(await view.assume("spacelift", String(outputs.roleArn), "wK7x2Pq9Lm4Zr8Tn")).to.equal("out");
    await stack.destroy();
    expect(integrationsOf(stack.accountId)).to.deep.equal([]);
  });

  it("is a grant beside Spot's, and stays at Spacelift where it is retained", async () => {
    const stack = await openStack("payments-dev");
    const { accountId, token } = stack;
    const { spot, spacelift } = sandbox();
    const { outputs } = await stack.up((provider) => {
      const grants = {
        spot: { token, endpoint: spot.endpoint },
        spacelift: {
          endpoint: spacelift.endpoint,
          stacks: [{ stackId: "data" }],
          retainVendorAccount: true,
          ...(apiKey && { apiKey }),
        },
      };
      return { grants: new AccountAccess("access", { accountId, grants }, { providers: [provider] }).grants };
    });
    const [, grant] = outputs.grants as { party: string; roleArn: string; externalIds: string[] }[];
    expect(grant?.party).to.equal("spacelift");
    for (const externalId of grant?.externalIds ?? []) {
      expect(await view.assume("spacelift", grant?.roleArn ?? "", externalId)).to.equal("in");
      expect(await view.assume("spot", grant?.roleArn ?? "", externalId)).to.equal("out");
    }
    await stack.destroy();
    expect(integrationsOf(accountId)).to.have.length(1);
    expect(spacelift.attachments()).to.deep.equal([]);
    expect(await view.roleNames(accountId)).to.not.include.members(["SpaceliftRole"]);
  });
});
