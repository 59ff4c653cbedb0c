import { IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import type { RunReport } from "../../automation/index";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { FleetCommand } from "../support/fleet-command";
import { useSandbox } from "../support/sandbox-suite";
import { callSpot } from "../support/spot-calls";

describe("what somebody changed by hand", function () {
  this.timeout(180_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: [
        { name: "closed-door", ou: "/Workloads" },
        { name: "no-vendor", ou: "/Workloads" },
        { name: "untouched", ou: "/Workloads" },
      ],
    },
  });
  let fleet: FleetCommand;
  let report: RunReport;
  const idOf = (name: string): string => sandbox().organization.account(name).id;
  const accountOf = (name: string) => report.accounts.find((account) => account.name === name);

  before(async () => {
    fleet = new FleetCommand(sandbox());
    const first = await fleet.up();
    expect(first.exitCode, first.stderr).to.equal(0);
    const { aws, spot } = sandbox();
    const lost = spot.accounts().find(({ link }) => link?.awsAccountId === idOf("no-vendor"));
    await callSpot(spot, "DELETE", `/setup/account/${lost?.id}`);
    await new IAMClient(connection(aws.endpoint, emulatorRoot(idOf("closed-door")))).send(
      new UpdateAssumeRolePolicyCommand({ RoleName: aws.entryRoleName, PolicyDocument: trustInStranger }),
    );
    const second = await fleet.up();
    expect(second.exitCode, second.stderr).to.equal(2);
    report = second.report;
  });

  it("fails only the accounts it happened to", () => {
    expect(Object.fromEntries(report.accounts.map(({ name, state }) => [name, state]))).to.deep.equal({
      "closed-door": "failed",
      "no-vendor": "failed",
      untouched: "done",
    });
  });

  it("names the account and the entry role that does not let the hub in, and what to do", () => {
    const { message = "", instruction = "" } = accountOf("closed-door")?.failure ?? {};
    expect(message).to.include(idOf("closed-door")).and.include(`role/${sandbox().aws.entryRoleName}`);
    expect(instruction).to.include(sandbox().aws.hubRoleArn.split("/").at(-1)).and.include("trust policy");
  });

  it("does not call a grant done whose Spot account was deleted, and its advice heals it", async () => {
    const id = idOf("no-vendor");
    expect(accountOf("no-vendor")?.failure?.instruction).to.include(`cross-account offboard --only ${id}`);
    const gone = await fleet.run(["offboard", "--yes", "--only", id]);
    expect(gone.exitCode, gone.stderr).to.equal(0);
    const again = await fleet.up("--only", id);
    expect(again.exitCode, again.stderr).to.equal(0);
    const connected = sandbox()
      .spot.accounts()
      .filter(({ link }) => link?.awsAccountId === id);
    expect(connected).to.have.length(1);
  });
});

const trustInStranger = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::888888888888:root" }, Action: "sts:AssumeRole" }],
});
