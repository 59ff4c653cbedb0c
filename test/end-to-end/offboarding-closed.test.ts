import { expect } from "chai";
import type { PlanReport } from "../../automation/index";
import { FleetCommand } from "../support/fleet-command";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

describe("offboarding an account that cannot be entered", function () {
  this.timeout(600_000);
  const sandbox = useSandbox();
  let fleet: FleetCommand;

  before(async () => {
    fleet = FleetCommand.within(sandbox());
    const { exitCode } = await fleet.up("--only", "shop-dev,shop-prod");
    expect(exitCode).to.equal(0);
  });

  it("cleans a suspended one at the vendor, records its role as gone with it, and removes its stack", async () => {
    const { id: accountId } = sandbox().organization.account("shop-dev");
    await sandbox().organization.suspendAccount("shop-dev");

    const { exitCode, report, stderr } = await fleet.run(["offboard", "--only", "shop-dev", "--yes"]);
    expect(exitCode, JSON.stringify(report.accounts) + stderr).to.equal(0);
    expect(spotAccountsOf(accountId)).to.deep.equal([]);
    const results = report.accounts[0]?.proofs?.[0]?.results.map(({ method, ...result }) => `${result.case} ${method}`);
    expect(results).to.deep.equal(["role-gone recorded", "vendor-account-gone looked-up"]);
    const again = await fleet.run<PlanReport>(["offboard", "--only", "shop-dev", "--yes"]);
    expect(again.report.leftOut.map(({ reason }) => reason).join()).to.match(/has no stack in this fleet|^$/);
  });

  it("cleans one at the vendor that does not let the hub in, fails with what is left, and takes away the rest later", async () => {
    const { id: accountId } = sandbox().organization.account("shop-prod");
    const view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    const enter = async (roleName: string) =>
      fleet.edit<{ enter: { roleName: string } }>((settings) => {
        settings.enter = { roleName };
      });
    await enter("NoSuchRole");
    const shut = await fleet.run(["offboard", "--only", "shop-prod", "--yes"]);
    expect(shut.exitCode).to.equal(2);
    expect(shut.report.accounts[0]?.failure?.message).to.contain("its roles are still there");
    expect(spotAccountsOf(accountId)).to.deep.equal([]);
    expect(await view.roleNames(accountId)).to.include("SpotRole");

    await enter(sandbox().aws.entryRoleName);
    const open = await fleet.run(["offboard", "--only", "shop-prod", "--yes"]);
    expect(open.exitCode, JSON.stringify(open.report.accounts) + open.stderr).to.equal(0);
    expect(await view.roleNames(accountId)).to.not.include("SpotRole");
  });

  function spotAccountsOf(awsAccountId: string): string[] {
    return sandbox()
      .spot.accounts()
      .filter(({ link }) => link?.awsAccountId === awsAccountId)
      .map(({ id }) => id);
  }
});
