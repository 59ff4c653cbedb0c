import { appendFile } from "node:fs/promises";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import type { ProofReport } from "../../automation/index";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import type { Sandbox } from "../../examples/sandbox/sandbox";
import { FleetCommand } from "../support/fleet-command";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

const serviceRole = { bucketName: "templates", managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] };
const spotRoot = "arn:aws:iam::922761411349:root";

describe("cross-account prove", function () {
  this.timeout(240_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: [
        { name: "operations", ou: "/Workloads" },
        { name: "opened", ou: "/Workloads" },
        { name: "unbound", ou: "/Workloads" },
        { name: "removed", ou: "/Workloads" },
        { name: "untouched", ou: "/Workloads" },
        { name: "elsewhere", ou: "/Sandbox" },
      ],
    },
  });
  let fleet: FleetCommand;
  let view: OutsideView;
  const idOf = (name: string): string => sandbox().organization.account(name).id;
  const spotRole = (name: string): string => `arn:aws:iam::${idOf(name)}:role/SpotRole`;
  const iamOf = (name: string): IAMClient =>
    new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(idOf(name))));
  const externalIdOf = (name: string): string | undefined =>
    sandbox()
      .spot.accounts()
      .find(({ link }) => link?.awsAccountId === idOf(name))?.link?.externalId;
  const prove = (...flags: string[]) => fleet.run<ProofReport>(["prove", ...flags]);

  before(async () => {
    fleet = FleetCommand.within(sandbox());
    view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    const profile = await addOperator(sandbox(), idOf("operations"));
    await fleet.edit<{ grants: object[]; accounts: object; proof: { as: object } }>((file) => {
      file.accounts = { include: [{ ou: "/Workloads" }] };
      Object.assign(file.proof.as, { stacker: { profile } });
      file.grants.push({ party: "stacker", masterAccountId: idOf("operations"), serviceRole });
    });
    // The other accounts name the master's role, so it has to be there before them.
    for (const flags of [["--only", "operations"], []]) {
      const { exitCode, stderr } = await fleet.up(...flags);
      expect(exitCode, stderr).to.equal(0);
    }
  });

  it("asks STS about every role that was made, where there is somebody to ask as, and the live trust policy elsewhere", async () => {
    const { exitCode, report, stderr } = await prove("--only", "untouched,operations");
    expect(exitCode, stderr).to.equal(0);
    expect(Object.fromEntries(report.accounts.map(({ name, state }) => [name, state]))).to.deep.equal({
      operations: "proven",
      untouched: "proven",
    });
    const answersOf = (account: string, role: string): string[] =>
      (report.accounts.find(({ name }) => name === account)?.proofs ?? [])
        .filter(({ roleArn }) => roleArn.endsWith(`:role/${role}`))
        .flatMap(({ results }) => results.map((result) => `${result.case}: ${result.actual}, ${result.method}`));
    expect(answersOf("untouched", "SpotRole")).to.deep.equal([
      "right-party: in, sts",
      "wrong-external-id: out, sts",
      "no-external-id: out, sts",
      "wrong-account: out, sts",
    ]);
    expect(answersOf("untouched", "Stacker")).to.deep.equal([
      "right-party: in, evaluated",
      "wrong-principal: out, sts",
      "wrong-account: out, sts",
    ]);
    expect(answersOf("untouched", "StackerCloudFormation")).to.deep.equal([
      "right-party: in, evaluated",
      "wrong-principal: out, evaluated",
      "wrong-account: out, sts",
    ]);
    expect(answersOf("operations", "Stacker"), "who may become stacker, without a second factor").to.deep.equal([
      "right-party: in, evaluated",
      "wrong-account: out, sts",
      "no-mfa: out, sts",
    ]);
  });

  it("shows a person the matrix, and who is left out", async () => {
    const command = new FleetCommand(sandbox());
    const { exitCode, stdout } = await command.runPlainly(["prove", "--only", "untouched,elsewhere"]);
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/Account +Name +Party +Role +Right party +Wrong principal +Wrong id +No id +Wrong account/);
    expect(stdout).to.match(/untouched +spot +SpotRole +in +out +out +out/);
    expect(stdout).to.match(/untouched +stacker +Stacker +in\* +out +out/);
    expect(stdout).to.include("elsewhere").and.include("has no stack in this fleet: there is nothing to prove");
    expect(stdout).to.match(/3 of 3 roles open for the right party alone: \d+ answers of STS, 3 read from the live/);
  });

  describe("after somebody changed roles from outside", () => {
    let exitCode: number | null;
    let report: ProofReport;
    const wrongCases = (name: string): string[] =>
      (report.accounts.find((account) => account.name === name)?.proofs ?? []).flatMap(({ roleArn, results }) =>
        results
          .filter(({ expected, actual }) => expected !== actual)
          .map((result) => `${roleArn.split("/").at(-1)} ${result.case} ${result.actual}`),
      );

    before(async () => {
      const change = (name: string, Principal: object, Condition?: object) =>
        iamOf(name).send(
          new UpdateAssumeRolePolicyCommand({
            RoleName: "SpotRole",
            PolicyDocument: JSON.stringify({
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }],
            }),
          }),
        );
      const bound = { StringEquals: { "sts:ExternalId": externalIdOf("opened") } };
      await change("opened", { AWS: [spotRoot, "arn:aws:iam::888888888888:root"] }, bound);
      await change("unbound", { AWS: spotRoot });
      await removeRole(iamOf("removed"), "SpotRole");
      ({ exitCode, report } = await prove());
    });

    it("exits with 2 and proves what nobody touched", () => {
      expect(exitCode).to.equal(2);
      expect(Object.fromEntries(report.accounts.map(({ name, state }) => [name, state]))).to.deep.equal({
        opened: "not-proven",
        unbound: "not-proven",
        removed: "not-proven",
        untouched: "proven",
        operations: "proven",
      });
      expect(report.counts).to.deep.equal({ proven: 2, "not-proven": 3, failed: 0 });
    });

    it("says exactly which case of which role is wrong", () => {
      expect(wrongCases("opened")).to.deep.equal(["SpotRole wrong-account in"]);
      expect(wrongCases("unbound")).to.deep.equal(["SpotRole wrong-external-id in", "SpotRole no-external-id in"]);
      expect(wrongCases("removed")).to.deep.equal(["SpotRole right-party out"]);
      expect(wrongCases("untouched")).to.deep.equal([]);
    });

    it("agrees with what STS does for anybody who asks", async () => {
      const entries = [
        await view.assume("stranger", spotRole("opened"), externalIdOf("opened")),
        await view.assume("spot", spotRole("unbound")),
        await view.assume("spot", spotRole("unbound"), "not-the-external-id"),
        await view.assume("spot", spotRole("removed"), externalIdOf("removed")),
        await view.assume("spot", spotRole("untouched")),
      ];
      expect(entries).to.deep.equal(["in", "in", "in", "out", "out"]);
    });

    it("tells a person what is wrong with which role", async () => {
      const { stdout } = await fleet.runPlainly(["prove", "--only", "removed,opened"]);
      expect(stdout).to.match(/opened +spot +SpotRole +in +out +out +WRONG: in/);
      expect(stdout).to.match(/removed \(\d{12}\), spot, SpotRole: right party is out: there is no role arn:aws:iam::/);
    });
  });
});

/** Makes a user of an account that may ask for any role, and a profile for it. */
async function addOperator({ aws, env }: Sandbox, accountId: string): Promise<string> {
  const UserName = "operator";
  const iam = new IAMClient(connection(aws.endpoint, emulatorRoot(accountId)));
  await iam.send(new CreateUserCommand({ UserName }));
  const mayAsk = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }] };
  const document = { PolicyName: "assume-roles", PolicyDocument: JSON.stringify(mayAsk) };
  await iam.send(new PutUserPolicyCommand({ UserName, ...document }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const keys = `aws_access_key_id = ${AccessKey?.AccessKeyId}\naws_secret_access_key = ${AccessKey?.SecretAccessKey}`;
  await appendFile(env.AWS_SHARED_CREDENTIALS_FILE ?? "", `\n[${UserName}]\n${keys}\n`);
  await appendFile(
    env.AWS_CONFIG_FILE ?? "",
    `\n[profile ${UserName}]\nregion = us-east-1\nendpoint_url = ${aws.endpoint}\n`,
  );
  return UserName;
}

async function removeRole(iam: IAMClient, RoleName: string): Promise<void> {
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies) await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}
