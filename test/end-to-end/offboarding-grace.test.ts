import { expect } from "chai";
import type { PlanReport } from "../../automation/index";
import { FleetCommand } from "../support/fleet-command";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

describe("offboarding with a grace period", function () {
  this.timeout(600_000);
  const sandbox = useSandbox();
  const only = ["--only", "shop-dev,shop-prod"];
  let fleet: FleetCommand;
  let view: OutsideView;
  let accountIds: string[];
  let before: string[];

  const offboard = (...flags: string[]) => fleet.run(["offboard", ...only, "--yes", ...flags]);

  it("takes the access away at once, and leaves the vendor accounts", async () => {
    fleet = FleetCommand.within(sandbox());
    view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    accountIds = ["shop-dev", "shop-prod"].map((name) => sandbox().organization.account(name).id);
    await fleet.edit((settings) => {
      settings.offboarding = { grace: "7d" };
    });
    const enrolled = await fleet.up(...only);
    expect(enrolled.exitCode, enrolled.stderr).to.equal(0);
    before = spotAccounts();
    expect(before).to.have.length(2);
    const links = ours().flatMap(({ link }) => link ?? []);

    const { exitCode, report, stderr } = await offboard();
    expect(exitCode, JSON.stringify(report.accounts) + stderr).to.equal(0);
    expect(report.accounts.flatMap(({ proofs = [] }) => proofs.map(({ proven }) => proven))).to.deep.equal([
      true,
      true,
    ]);
    for (const accountId of accountIds) {
      expect(await view.roleNames(accountId)).to.not.include("SpotRole");
      expect(await view.policyNames(accountId)).to.deep.equal([]);
    }
    for (const { roleArn, externalId } of links) expect(await view.assume("spot", roleArn, externalId)).to.equal("out");
    expect(spotAccounts()).to.deep.equal(before);
  });

  it("leaves closed accounts out until it is time, and shows them as closed", async () => {
    const again = await fleet.run<PlanReport>(["offboard", ...only, "--yes"]);
    expect(again.exitCode, again.stderr).to.equal(0);
    expect(again.report.accounts).to.deep.equal([]);
    expect(again.report.leftOut).to.have.length(2);
    for (const { reason } of again.report.leftOut) {
      expect(reason).to.match(/^is closed on .* UTC, its Spot account act-\w+ is deleted after .* UTC$/);
    }
    expect(spotAccounts()).to.deep.equal(before);
    const { report } = await fleet.status();
    const shown = report.accounts.filter(({ accountId }) => accountIds.includes(accountId));
    expect(shown.map(({ state }) => state)).to.deep.equal(["closed", "closed"]);
    expect(shown[0]?.reason).to.match(/^closed on .* is deleted after /);
  });

  it("opens them again with the vendor accounts they had", async () => {
    const { report: plan } = await fleet.plan(...only);
    expect(plan.accounts.map(({ action }) => action)).to.deep.equal(["reopen", "reopen"]);
    const { exitCode, report, stderr } = await fleet.up(...only);
    expect(exitCode, JSON.stringify(report.accounts) + stderr).to.equal(0);
    expect(
      report.accounts.flatMap(({ grants = [] }) => grants.map((grant) => grant.vendorAccountId)).sort(),
    ).to.deep.equal(before);
    expect(spotAccounts()).to.deep.equal(before);
    for (const { link } of ours()) {
      expect(await view.assume("spot", link?.roleArn ?? "", link?.externalId)).to.equal("in");
    }
  });

  it("deletes them when it is time, or when told not to wait, those closed before and those still open", async () => {
    const closed = await fleet.run(["offboard", "--only", "shop-dev", "--yes"]);
    expect(closed.exitCode, closed.stderr).to.equal(0);
    expect(spotAccounts()).to.deep.equal(before);
    const { exitCode, report, stderr } = await offboard("--no-grace");
    expect(exitCode, JSON.stringify(report.accounts) + stderr).to.equal(0);
    expect(spotAccounts()).to.deep.equal([]);
    const methods = report.accounts.map(({ proofs }) =>
      proofs?.flatMap(({ results }) => results.map((result) => `${result.case} ${result.method}`)),
    );
    expect(methods).to.deep.include(["role-gone recorded", "vendor-account-gone looked-up"]);
    for (const accountId of accountIds) expect(await view.roleNames(accountId)).to.not.include("SpotRole");
    const { report: status } = await fleet.status();
    expect(status.accounts.filter(({ hasStack }) => hasStack)).to.deep.equal([]);
  });

  function ours() {
    return sandbox()
      .spot.accounts()
      .filter(({ link }) => accountIds.includes(link?.awsAccountId ?? ""));
  }

  function spotAccounts(): string[] {
    return ours()
      .map(({ id }) => id)
      .sort();
  }
});
