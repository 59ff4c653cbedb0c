import { IAMClient, ListUsersCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { hubRoleName } from "../../examples/sandbox/aws/identities";
import { MemberAccount } from "../../examples/sandbox/aws/member-account";
import { FleetCommand } from "../support/fleet-command";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

const managementId = "111111111111";

describe("the management account beside an account with a tag", function () {
  this.timeout(240_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: managementId, alias: "acme-management" },
      accounts: [
        { name: "one", ou: "/Workloads", tags: { stage: "prod" } },
        { name: "two", ou: "/Workloads", tags: { stage: "dev" } },
      ],
    },
  });
  let fleet: FleetCommand;
  let view: OutsideView;
  let memberId: string;

  before(async () => {
    fleet = new FleetCommand(sandbox());
    view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    memberId = sandbox().organization.account("one").id;
    await fleet.edit<{ accounts: object; grants: object[] }>((file) => {
      file.accounts = { include: [{ management: true }, { tag: { stage: "prod" } }] };
      file.grants.push({ party: "spinnaker", principalArns: [sandbox().aws.hubRoleArn] });
    });
  });

  const linked = () =>
    sandbox()
      .spot.accounts()
      .flatMap(({ name, link }) => (link ? [{ name, link }] : []));

  it("is refused with both ways to go on, before anything is made for it, where the hub may do nothing in its own account", async () => {
    const { exitCode, report } = await fleet.up("--only", managementId);
    expect(exitCode).to.equal(2);
    const { message, instruction } = report.accounts[0]?.failure ?? {};
    expect(message).to.include(`in its own account ${managementId} as arn:aws:sts::${managementId}:assumed-role`);
    expect(instruction).to.include("rights in IAM").and.include("enter.hubAccountRoleName");
    expect(linked()).to.deep.equal([]);
  });

  it("gets its grant in the same run as the others, through a role of its own", async () => {
    const { aws } = sandbox();
    await new MemberAccount(aws.endpoint, managementId).createEntryRole(aws.hubRoleArn);
    await enterOwnAccountAs(aws.entryRoleName);
    const { exitCode, report, stderr } = await fleet.up();
    expect(exitCode, stderr + JSON.stringify(report.accounts)).to.equal(0);
    expect(stderr).not.to.include("MaxListeners");
    expect(report.accounts.map(({ accountId, state }) => [accountId, state])).to.have.deep.members([
      [managementId, "done"],
      [memberId, "done"],
    ]);
    for (const { grants = [], proofs = [] } of report.accounts) {
      expect(grants.map(({ party }) => party)).to.have.members(["spot", "spinnaker"]);
      expect(proofs.every(({ proven }) => proven)).to.equal(true);
    }
    expect(linked().map(({ name, link }) => [name, link.roleArn])).to.have.deep.members([
      ["acme-management", `arn:aws:iam::${managementId}:role/SpotRole`],
      [`aws-${memberId}`, `arn:aws:iam::${memberId}:role/SpotRole`],
    ]);
    for (const { roleArn, externalId } of linked().map(({ link }) => link)) {
      expect(await view.assume("spot", roleArn, externalId), roleArn).to.equal("in");
      expect(await view.assume("spot", roleArn), roleArn).to.equal("out");
    }
  });

  it("leaves no key, user or secret in the account of a member", async () => {
    const root = connection(sandbox().aws.endpoint, emulatorRoot(memberId));
    expect((await new IAMClient(root).send(new ListUsersCommand({}))).Users).to.deep.equal([]);
    expect((await new SecretsManagerClient(root).send(new ListSecretsCommand({}))).SecretList).to.deep.equal([]);
    expect((await new SSMClient(root).send(new DescribeParametersCommand({}))).Parameters).to.deep.equal([]);
  });

  it("keeps its grant when the hub gets the rights itself, and is then left alone as the others are", async () => {
    const iam = new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(managementId)));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: hubRoleName, PolicyName: "grants", PolicyDocument }));
    await enterOwnAccountAs(undefined);
    const before = linked();
    const { exitCode, report, stderr } = await fleet.up();
    expect(exitCode, stderr + JSON.stringify(report.accounts)).to.equal(0);
    expect(report.unchanged.map(({ accountId }) => accountId)).to.deep.equal([memberId]);
    // What is updated is how the provider enters the account.
    expect(report.accounts[0]?.changes).to.deep.include({ create: 0, update: 1, replace: 0, delete: 0 });
    expect(linked()).to.deep.equal(before);
    const again = await fleet.up();
    expect(again.report.accounts).to.deep.equal([]);
    expect(again.report.unchanged.map(({ accountId }) => accountId)).to.have.members([managementId, memberId]);
  });

  it("loses a grant that the fleet file names no more, as every account does, and no more of them than the cap allows", async () => {
    await fleet.edit<{ grants: object[] }>(({ grants }) => grants.splice(1));
    const refused = await fleet.refused(["up", "--yes", "--max-deletes", "1"]);
    expect([refused.exitCode, refused.report.message]).to.deep.equal([
      3,
      "The run would take grants away from 2 accounts, and at most 1 are allowed (rollout.maxDeletes).",
    ]);
    const before = linked();
    const { exitCode, report, stderr } = await fleet.up();
    expect(exitCode, stderr + JSON.stringify(report.accounts)).to.equal(0);
    for (const id of [managementId, memberId]) {
      const roles = await view.roleNames(id);
      expect(roles).to.include("SpotRole");
      expect(roles.filter((name) => ["spinnakerManaged", "BaseIAMRole"].includes(name))).to.deep.equal([]);
      expect(await view.policyNames(id)).to.deep.equal(["SpotManagedPolicy"]);
    }
    expect(linked()).to.deep.equal(before);
  });

  it("is offboarded with the others, without a trace", async () => {
    const { exitCode, report, stderr } = await fleet.run(["offboard", "--yes"]);
    expect(exitCode, stderr + JSON.stringify(report.accounts)).to.equal(0);
    expect(report.accounts.map(({ accountId }) => accountId)).to.have.members([managementId, memberId]);
    for (const id of [managementId, memberId]) {
      expect(await view.roleNames(id)).not.to.include("SpotRole");
      expect(await view.policyNames(id)).to.deep.equal([]);
    }
    expect(linked()).to.deep.equal([]);
  });

  async function enterOwnAccountAs(hubAccountRoleName: string | undefined): Promise<void> {
    await fleet.edit<{ enter: object }>((file) => {
      file.enter = { roleName: sandbox().aws.entryRoleName, ...(hubAccountRoleName ? { hubAccountRoleName } : {}) };
    });
  }
});
