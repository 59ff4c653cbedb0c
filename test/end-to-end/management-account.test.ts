import { readFile } from "node:fs/promises";
import { IAMClient, ListUsersCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { parse } from "yaml";
import { Fleet, type FleetInput, RefusedError, type RunSummary } from "../../automation/index";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { hubRoleName } from "../../examples/sandbox/aws/identities";
import { MemberAccount } from "../../examples/sandbox/aws/member-account";
import { OutsideView } from "../support/outside-view";
import { useProcessEnvironment } from "../support/process-environment";
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
  useProcessEnvironment(() => sandbox().env);
  let settings: FleetInput;
  let view: OutsideView;
  let memberId: string;

  before(async () => {
    const { aws, env, fleetFile, organization } = sandbox();
    view = new OutsideView(aws.endpoint, env);
    memberId = organization.account("one").id;
    settings = parse(await readFile(fleetFile, "utf8")) as FleetInput;
    settings.accounts = { include: [{ management: true }, { tag: { stage: "prod" } }] };
    settings.grants.push({ party: "spinnaker", principalArns: [aws.hubRoleArn] });
  });

  const fleet = (): Fleet => Fleet.from(settings, { folder: sandbox().dir });
  const linked = () =>
    sandbox()
      .spot.accounts()
      .flatMap(({ name, link }) => (link ? [{ name, link }] : []));
  const statesOf = ({ targets }: RunSummary) =>
    Object.fromEntries(targets.map(({ accountId, state, failure }) => [accountId, failure ?? state]));

  it("is refused with both ways to go on, before anything is made for it, where the hub may do nothing in its own account", async () => {
    const { targets } = await fleet().up({ only: [managementId] });
    const { message, instruction } = targets[0]?.failure ?? {};
    expect(message).to.include(`in its own account ${managementId} as arn:aws:sts::${managementId}:assumed-role`);
    expect(instruction).to.include("rights in IAM").and.include("enter.hubAccountRoleName");
    expect(linked()).to.deep.equal([]);
  });

  it("gets its grants in the same run as the others, through a role of its own", async () => {
    const { aws } = sandbox();
    await new MemberAccount(aws.endpoint, managementId).createEntryRole(aws.hubRoleArn);
    settings.enter = { roleName: aws.entryRoleName, hubAccountRoleName: aws.entryRoleName };
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    process.on("warning", onWarning);
    const run = await fleet()
      .up()
      .finally(() => process.off("warning", onWarning));
    expect(warnings, "of too many listeners, for example").to.deep.equal([]);
    expect(statesOf(run)).to.deep.equal({ [managementId]: "done", [memberId]: "done" });
    for (const { outcome, proofs = [] } of run.targets) {
      expect(outcome?.grants.map(({ party }) => party)).to.have.members(["spot", "spinnaker"]);
      expect(proofs.map(({ proven }) => proven))
        .to.include(true)
        .and.not.include(false);
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

  it("loses a grant that the fleet file names no more, as every account does, and no more of them than the cap allows", async () => {
    settings.grants.splice(1);
    const refused = await fleet()
      .up({ maxDeletes: 1 })
      .catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RefusedError);
    expect((refused as RefusedError).message).to.equal(
      "The run would take grants away from 2 accounts, and at most 1 are allowed (rollout.maxDeletes).",
    );
    const before = linked();
    await giveHubRights();
    delete settings.enter;
    const run = await fleet().up();
    expect(statesOf(run)).to.deep.equal({ [managementId]: "done", [memberId]: "done" });
    for (const id of [managementId, memberId]) {
      const roles = await view.roleNames(id);
      expect(roles).to.include("SpotRole");
      expect(roles.filter((name) => ["spinnakerManaged", "BaseIAMRole"].includes(name))).to.deep.equal([]);
      expect(await view.policyNames(id)).to.deep.equal(["SpotManagedPolicy"]);
    }
    expect(linked()).to.deep.equal(before);
  });

  it("is left alone as the others are, also where the hub works in it with rights of its own", async () => {
    const { targets, unchanged } = await fleet().up();
    expect(targets).to.deep.equal([]);
    expect(unchanged.map(({ id }) => id)).to.have.members([managementId, memberId]);
  });

  it("is offboarded with the others, without a trace", async () => {
    expect(statesOf(await fleet().offboard())).to.deep.equal({ [managementId]: "done", [memberId]: "done" });
    for (const id of [managementId, memberId]) {
      expect(await view.roleNames(id)).not.to.include("SpotRole");
      expect(await view.policyNames(id)).to.deep.equal([]);
    }
    expect(linked()).to.deep.equal([]);
  });

  async function giveHubRights(): Promise<void> {
    const iam = new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(managementId)));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: hubRoleName, PolicyName: "grants", PolicyDocument }));
  }
});
