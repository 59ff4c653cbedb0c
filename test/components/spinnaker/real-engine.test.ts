import type { Provider } from "@pulumi/aws/provider";
import { expect } from "chai";
import {
  SpinnakerManagedAccount,
  type SpinnakerManagedAccountArgs,
  SpinnakerManagingAccount,
} from "../../../components";
import { OutsideView } from "../../support/outside-view";
import { useSandbox } from "../../support/sandbox-suite";
import { ComponentStack } from "../component-stack";

describe("Spinnaker's components on the real engine", function () {
  this.timeout(180_000);
  const sandbox = useSandbox();
  let stack: ComponentStack;
  let view: OutsideView;

  before(async () => {
    const { id } = sandbox().organization.account("payments-dev");
    stack = await ComponentStack.create(sandbox(), id);
    view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
  });
  after(() => stack.remove());

  const ours =
    (args: Partial<SpinnakerManagedAccountArgs> = {}) =>
    (provider: Provider) => {
      const options = { providers: [provider] };
      const { accountId } = stack;
      const managing = new SpinnakerManagingAccount(
        "managing",
        { instanceRole: {}, baking: true, managedRoleArns: [`arn:aws:iam::${accountId}:role/spinnakerManaged`] },
        options,
      );
      const { principalArn, instanceProfileName } = managing;
      const managed = new SpinnakerManagedAccount(
        "managed",
        { accountId, principalArns: [principalArn], ...args },
        options,
      );
      return {
        principalArn,
        instanceProfileName,
        principals: managed.principals,
        lambda: managed.lambdaExecutionRoleArn,
      };
    };

  it("makes an instance role that bakes and deploys to its own account, in one update from nothing", async () => {
    const { outputs } = await stack.up(ours());
    expect(outputs).to.deep.include({
      principalArn: `arn:aws:iam::${stack.accountId}:role/SpinnakerAuthRole`,
      instanceProfileName: "SpinnakerAuthRole",
      principals: [`arn:aws:iam::${stack.accountId}:role/SpinnakerAuthRole`],
    });
    const allowed = await view.allowedActions(stack.accountId, "SpinnakerAuthRole");
    expect(allowed).to.include.members(["ec2:CreateImage", "ec2:DescribeAvailabilityZones", "sts:AssumeRole"]);
    expect(Object.keys((await stack.up(ours())).changes)).to.deep.equal(["same"]);
  });

  it("takes ECS and Lambda on, with more permissions and trust in place, and off again", async () => {
    const more = {
      ecs: { executionRoleName: "TaskExecution", tasksAssumeManagedRole: true },
      lambda: { executionRoleName: "Functions" },
    };
    const { changes, outputs } = await stack.up(ours(more));
    expect(changes).to.deep.include({ update: 2 }).and.not.have.any.keys("replace", "delete");
    expect(outputs.lambda).to.equal(`arn:aws:iam::${stack.accountId}:role/Functions`);
    expect(outputs.principals).to.include("ecs-tasks.amazonaws.com");
    expect(await view.roleNames(stack.accountId)).to.include.members(["TaskExecution", "Functions"]);
    expect(await view.allowedActions(stack.accountId, "spinnakerManaged")).to.include.members([
      "iam:GetRole",
      "iam:PassRole",
    ]);

    await stack.up(ours());
    expect(await view.roleNames(stack.accountId)).to.not.include.members(["TaskExecution"]);
    expect(await view.allowedActions(stack.accountId, "spinnakerManaged")).to.not.include("iam:GetRole");
  });

  it("leaves nothing behind", async () => {
    await stack.destroy();
    expect(await view.roleNames(stack.accountId)).to.deep.equal(["OrganizationAccountAccessRole"]);
    expect(await view.policyNames(stack.accountId)).to.deep.equal([]);
  });
});
