import { expect } from "chai";
import type { GrantOutcome } from "../../automation/model";
import { PlainStack } from "../support/account-stack";
import { checkout } from "../support/checkout";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

const externalId = "Xb3kdQ0aTz7LmN2pR5sV";
// The user of the profile `spot` plays the managing user here: it is in an account of its own and holds keys.
const managingUser = "arn:aws:iam::922761411349:user/spot-service";

describe("pulumi up of a grant to Spinnaker, with the plain CLI", function () {
  this.timeout(180_000);
  const sandbox = useSandbox();
  let stack: PlainStack;
  let accountId: string;
  let view: OutsideView;

  const config = (grant: Record<string, unknown> = {}) => ({
    "cross-account:accountId": accountId,
    "cross-account:endpoint": sandbox().aws.endpoint,
    "cross-account:enter": [sandbox().aws.hubRoleArn, `arn:aws:iam::${accountId}:role/${sandbox().aws.entryRoleName}`],
    "cross-account:grants": { spinnaker: { principalArns: [managingUser], externalIds: [externalId], ...grant } },
  });

  before(async () => {
    accountId = sandbox().organization.account("data-lake").id;
    view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    stack = await PlainStack.create(sandbox(), await checkout(sandbox()), config());
  });

  it("refuses what the schema and the component refuse, before anything is made", async () => {
    await stack.configure(config({ principalArn: managingUser }));
    const misspelt = await stack.operate("up");
    await stack.configure(config({ ecs: {} }));
    const withEcs = await stack.operate("up");
    await stack.configure(config());
    expect([misspelt.exitCode, withEcs.exitCode]).to.not.include(0);
    expect(misspelt.stdout + misspelt.stderr).to.match(/cross-account:grants\.spinnaker .*"principalArn"/);
    expect(withEcs.stdout + withEcs.stderr).to.match(/externalIds: cannot be asked for with ecs/);
    expect(await view.roleNames(accountId)).to.not.include("spinnakerManaged");
  });

  it("lets the managing user in with the external id, and nobody else", async () => {
    const { exitCode, stdout, stderr } = await stack.operate("up");
    expect(exitCode, stdout + stderr).to.equal(0);
    const { grants } = await stack.outputs<{ grants: GrantOutcome[] }>();
    const roleArn = `arn:aws:iam::${accountId}:role/spinnakerManaged`;
    const base = {
      roleArn: `arn:aws:iam::${accountId}:role/BaseIAMRole`,
      externalIds: [],
      principals: ["ec2.amazonaws.com"],
    };
    expect(grants).to.deep.equal([
      { party: "spinnaker", roleArn, externalIds: [externalId], principals: [managingUser], otherRoles: [base] },
    ]);
    expect(await view.assume("spot", roleArn, externalId)).to.equal("in");
    expect(await view.assume("spot", roleArn)).to.equal("out");
    expect(await view.assume("spot", roleArn, "Zz3kdQ0aTz7LmN2pR5sV")).to.equal("out");
    expect(await view.assume("stranger", roleArn, externalId)).to.equal("out");
  });

  it("changes nothing the second time, and carries more permissions and another trust in place", async () => {
    const again = await stack.operate("up", "--expect-no-changes");
    expect(again.exitCode, again.stdout + again.stderr).to.equal(0);
    const next = "Zz3kdQ0aTz7LmN2pR5sV";
    await stack.configure(
      config({ externalIds: [externalId, next], extraStatements: [{ actions: ["ssm:GetParameter"] }] }),
    );
    const { exitCode, stdout, stderr } = await stack.operate("up");
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(stdout)
      .to.match(/~ 2 to update|~ 2 updated/)
      .and.not.match(/replace/);
    expect(await view.allowedActions(accountId, "spinnakerManaged")).to.include("ssm:GetParameter");
    expect(await view.assume("spot", `arn:aws:iam::${accountId}:role/spinnakerManaged`, next)).to.equal("in");
  });

  it("leaves nothing behind after destroy", async () => {
    const { exitCode, stdout, stderr } = await stack.operate("destroy");
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(await view.roleNames(accountId)).to.deep.equal(["OrganizationAccountAccessRole"]);
    expect(await view.policyNames(accountId)).to.deep.equal([]);
  });
});
