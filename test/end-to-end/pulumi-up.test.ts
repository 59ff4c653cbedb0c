import { expect } from "chai";
import type { GrantOutcome } from "../../automation/model";
import { PlainStack } from "../support/account-stack";
import { checkout } from "../support/checkout";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

describe("pulumi up on one account, with the plain CLI and the stock dynamic provider", function () {
  this.timeout(180_000);
  const sandbox = useSandbox();
  let stack: PlainStack;
  let accountId: string;
  let view: OutsideView;

  function config(grant: Record<string, unknown> = {}): Record<string, unknown> {
    const { aws, spot } = sandbox();
    return {
      "cross-account:accountId": accountId,
      "cross-account:endpoint": aws.endpoint,
      "cross-account:enter": [aws.hubRoleArn, `arn:aws:iam::${accountId}:role/${aws.entryRoleName}`],
      "cross-account:grants": { spot: { token: { env: "SPOTINST_TOKEN" }, endpoint: spot.endpoint, ...grant } },
    };
  }

  before(async () => {
    accountId = sandbox().organization.account("shop-prod").id;
    view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    stack = await PlainStack.create(sandbox(), await checkout(sandbox()), config());
  });

  it("names every wrong setting before anything is made", async () => {
    await stack.configure({ ...config(), "cross-account:accountId": "12345678901", "cross-account:grant": {} });
    const { exitCode, stdout, stderr } = await stack.operate("up");
    await stack.configure(config());
    expect(exitCode).to.not.equal(0);
    expect(stdout + stderr)
      .to.contain("cross-account:accountId")
      .and.to.contain("cross-account:grant is not a setting");
    expect(await view.roleNames(accountId)).to.not.include("SpotRole");
    expect(sandbox().spot.calls()).to.have.length(0);
  });

  it("previews the whole grant without changing anything", async () => {
    const { exitCode, stdout, stderr } = await stack.operate("preview");
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(stdout).to.match(/\+ \d+ to create/);
    expect(await view.roleNames(accountId)).to.not.include("SpotRole");
    expect(
      sandbox()
        .spot.accounts()
        .map(({ name }) => name),
    ).to.not.include(`aws-${accountId}`);
  });

  it("makes the role, the Spot account and the link", async () => {
    const { exitCode, stdout, stderr } = await stack.operate("up");
    expect(exitCode, stdout + stderr).to.equal(0);
    const { grants } = await stack.outputs<{ grants: GrantOutcome[] }>();
    expect(grants).to.have.length(1);
    const [grant] = grants;
    expect(grant?.vendorAccountName).to.equal("acme-shop-prod");
    const linked = sandbox()
      .spot.accounts()
      .find(({ id }) => id === grant?.vendorAccountId);
    expect(linked?.link?.awsAccountId).to.equal(accountId);
    const roleArn = grant?.roleArn ?? "";
    expect(await view.assume("spot", roleArn, grant?.externalIds[0])).to.equal("in");
    expect(await view.assume("spot", roleArn)).to.equal("out");
    expect(await view.assume("stranger", roleArn, grant?.externalIds[0])).to.equal("out");
  });

  it("changes nothing the second time, and refresh finds no drift", async () => {
    const again = await stack.operate("up", "--expect-no-changes");
    expect(again.exitCode, again.stdout + again.stderr).to.equal(0);
    const refreshed = await stack.operate("refresh", "--expect-no-changes");
    expect(refreshed.exitCode, refreshed.stdout + refreshed.stderr).to.equal(0);
  });

  it("carries a changed permission to the role in place", async () => {
    const roles = await view.roleNames(accountId);
    await stack.configure(config({ extraStatements: [{ actions: ["ssm:GetParameter"] }] }));
    const { exitCode, stdout, stderr } = await stack.operate("up");
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(await view.allowedActions(accountId, "SpotRole")).to.include("ssm:GetParameter");
    expect(await view.roleNames(accountId)).to.deep.equal(roles);
  });

  it("leaves nothing behind after destroy", async () => {
    const { exitCode, stdout, stderr } = await stack.operate("destroy");
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(await view.roleNames(accountId)).to.not.include("SpotRole");
    expect(await view.policyNames(accountId)).to.deep.equal([]);
    const left = sandbox()
      .spot.accounts()
      .filter(({ link }) => link?.awsAccountId === accountId);
    expect(left).to.deep.equal([]);
  });
});
