import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { evaluateTrust } from "../../../components";
import { connection, emulatorRoot } from "../../../examples/sandbox/aws/connection";
import { PlainStack } from "../../support/account-stack";
import { exampleProject } from "../../support/checkout";
import { OutsideView } from "../../support/outside-view";
import { useSandbox } from "../../support/sandbox-suite";

interface Outputs {
  roleArn: string;
  integrationId: string;
  externalIds: string[];
  principals: string[];
}

describe("The Spacelift example, with the plain CLI and the stock dynamic provider", function () {
  this.timeout(180_000);
  const sandbox = useSandbox();
  let accountId: string;
  let stack: PlainStack;
  let view: OutsideView;

  const config = (stacks: object[]) => ({
    "spacelift:accountId": accountId,
    "spacelift:endpoint": sandbox().spacelift.endpoint,
    "spacelift:awsEndpoint": sandbox().aws.endpoint,
    "spacelift:through": [sandbox().aws.hubRoleArn],
    "spacelift:stacks": stacks,
  });
  const bothStacks = [{ stackId: "network" }, { stackId: "apps", write: false }];
  const up = async (...flags: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await stack.operate("up", ...flags);
    expect(exitCode, stdout + stderr).to.equal(0);
    return stdout;
  };

  before(async () => {
    accountId = sandbox().organization.account("shop-prod").id;
    view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    const project = await exampleProject(sandbox(), "spacelift");
    stack = await PlainStack.create(sandbox(), project, config(bothStacks));
  });

  it("makes integration, role and attachments, which Spacelift has tried", async () => {
    await up();
    const { roleArn, integrationId, externalIds } = await stack.outputs<Outputs>();
    expect(sandbox().spacelift.integrations()).to.have.length(1);
    expect(sandbox().spacelift.integrations()[0]).to.include({ id: integrationId, roleArn, durationSeconds: 3600 });
    expect(externalIds).to.have.members([
      `acme@${integrationId}@network@read`,
      `acme@${integrationId}@network@write`,
      `acme@${integrationId}@apps@read`,
    ]);
    const attached = sandbox()
      .spacelift.attachments()
      .map(({ stackId, read, write }) => ({ stackId, read, write }));
    expect(attached).to.have.deep.members([
      { stackId: "network", read: true, write: true },
      { stackId: "apps", read: true, write: false },
    ]);
  });

  it("gives runs a session that bears the run's name, and can be traced to the stack", async () => {
    const plan = await sandbox().spacelift.run("apps", "read");
    expect(plan?.sessionName).to.match(/^01[0-9A-Z]{24}@apps@acme$/);
    const apply = await sandbox().spacelift.run("network", "write");
    expect(apply?.keys.sessionToken).to.be.a("string").and.not.equal("");
  });

  it("lets in nobody else, as its trust policy says and as STS does", async () => {
    const { roleArn, integrationId, principals } = await stack.outputs<Outputs>();
    expect(principals).to.deep.equal(["arn:aws:iam::324880187172:root"]);
    const iam = new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(accountId)));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "SpaceliftRole" }));
    const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
    const right = `acme@${integrationId}@network@write`;
    const cases: [profile: string, externalId: string | undefined, expected: "in" | "out"][] = [
      ["spacelift", right, "in"],
      ["spacelift", `acme@${integrationId}@apps@read`, "in"],
      ["spacelift", `acme@${integrationId}@apps@write`, "out"],
      ["spacelift", `acme@${integrationId}@data@read`, "out"],
      ["spacelift", `acme@01ARZ3NDEKTSV4RRFFQ69G5FAV@network@write`, "out"],
      ["spacelift", right.replace("acme", "other"), "out"],
      ["spacelift", undefined, "out"],
      ["stranger", right, "out"],
      ["spot", right, "out"],
    ];
    const users: Record<string, string> = { spacelift: "324880187172", stranger: "888888888888", spot: "922761411349" };
    for (const [profile, externalId, expected] of cases) {
      const principalArn = `arn:aws:iam::${users[profile]}:user/anybody`;
      const { allowed } = evaluateTrust(trust, { principalArn, ...(externalId && { externalId }) });
      expect(allowed ? "in" : "out", `${profile} with ${externalId}, evaluated`).to.equal(expected);
      expect(await view.assume(profile, roleArn, externalId), `${profile} with ${externalId}`).to.equal(expected);
    }
  });

  it("finds no drift and changes nothing the second time", async () => {
    await up("--refresh", "--expect-no-changes");
  });

  it("opens the role for another stack before attaching it, and closes it behind one that goes", async () => {
    const before = await stack.outputs<Outputs>();
    await stack.configure(config([{ stackId: "network" }, { stackId: "data" }]));
    await up();
    const { roleArn, integrationId } = await stack.outputs<Outputs>();
    expect({ roleArn, integrationId }).to.deep.equal({ roleArn: before.roleArn, integrationId: before.integrationId });
    const attached = sandbox()
      .spacelift.attachments()
      .map(({ stackId }) => stackId);
    expect(attached).to.have.members(["network", "data"]);
    expect(await sandbox().spacelift.run("data", "write")).to.have.property("keys");
    expect(await view.assume("spacelift", roleArn, `acme@${integrationId}@apps@read`)).to.equal("out");
  });

  it("leaves nothing behind after destroy", async () => {
    const { exitCode, stdout, stderr } = await stack.operate("destroy");
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(await view.roleNames(accountId)).to.not.include("SpaceliftRole");
    expect(await view.policyNames(accountId)).to.deep.equal([]);
    expect([sandbox().spacelift.integrations(), sandbox().spacelift.attachments()]).to.deep.equal([[], []]);
  });
});
