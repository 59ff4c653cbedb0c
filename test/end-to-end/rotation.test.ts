import { expect } from "chai";
import type { PlanReport } from "../../automation/index";
import { FleetCommand } from "../support/fleet-command";
import { useSandbox } from "../support/sandbox-suite";
import { VendorProbe } from "../support/vendor-probe";

const minting = "POST /setup/credentials/aws/externalId";
const linking = "POST /setup/credentials/aws";

describe("rotating external ids in a fleet", function () {
  this.timeout(600_000);
  const sandbox = useSandbox();
  let fleet: FleetCommand;

  before(() => {
    fleet = FleetCommand.within(sandbox());
  });

  it("replaces what is due, is finished by the next run wherever it was killed, and never locks the vendor out", async () => {
    const { id: accountId } = sandbox().organization.account("shop-dev");
    expect((await fleet.up("--only", "shop-dev")).exitCode).to.equal(0);
    const first = presented(accountId);

    const young = await fleet.run<PlanReport>(["rotate", "--only", "shop-dev", "--yes"]);
    expect(young.exitCode).to.equal(0);
    expect(young.report.leftOut[0]?.reason).to.match(/no external id of 1 hour or more: Spot's is \d+ minutes? old/);
    expect(presented(accountId)).to.equal(first);

    const probe = new VendorProbe(sandbox(), accountId);
    const rotate = ["rotate", "--only", "shop-dev", "--older-than", "0m", "--yes"];
    await killedAt(minting, rotate);
    const rotated = await fleet.run(rotate);
    expect(rotated.exitCode, JSON.stringify(rotated.report.accounts) + rotated.stderr).to.equal(0);
    expect(rotated.report.action).to.equal("rotate");
    const [account] = rotated.report.accounts;
    const second = presented(accountId);
    expect(second).to.not.equal(first);
    expect(account?.grants?.[0]?.externalIds).to.deep.equal([second]);
    const cases = account?.proofs?.[0]?.results.map((result) => `${result.case}: ${result.actual}`);
    expect(cases).to.include.members(["right-party: in", "previous-external-id: out", "wrong-account: out"]);

    await killedAt(linking, rotate);
    const finished = await fleet.up("--only", "shop-dev");
    expect(finished.exitCode, JSON.stringify(finished.report.accounts) + finished.stderr).to.equal(0);
    const third = presented(accountId);
    expect(finished.report.accounts[0]?.grants?.[0]?.externalIds).to.deep.equal([third]);

    const findings = await probe.stop();
    expect(findings.lockouts).to.deep.equal([]);
    expect(findings.entries).to.be.greaterThan(10);
    expect(findings.externalIds[0]).to.equal(first);
    expect(findings.externalIds.at(-1)).to.equal(third);

    const { report } = await fleet.status();
    const grant = report.accounts.find((row) => row.accountId === accountId)?.grants[0];
    expect(grant?.externalIds).to.have.length(1);
    expect(grant?.externalIds?.[0]).to.deep.include({ value: third, use: "in-use", source: "vendor", ageDays: 0 });
    expect(grant?.externalIds?.[0]?.lastProof).to.include({ proven: true });
    const { stdout } = await fleet.runPlainly(["status"]);
    expect(stdout).to.match(/the vendor's, 0 days, proven \d{4}-/);
  });

  it("refuses a party that mints none, and a span of time that is none", async () => {
    const party = await fleet.refused(["rotate", "--yes", "--party", "spinnaker"]);
    expect(party.exitCode).to.equal(1);
    expect(party.report.problems?.[0]?.message).to.contain("spinnaker").and.to.contain("these do: spot");
    const span = await fleet.runPlainly(["rotate", "--older-than", "soon"]);
    expect(span.exitCode).to.equal(1);
    expect(span.stderr).to.contain("It must be like 30m, 12h or 90d");
  });

  function presented(awsAccountId: string): string {
    const link = sandbox()
      .spot.accounts()
      .find((account) => account.link?.awsAccountId === awsAccountId)?.link;
    return link?.externalId ?? expect.fail("the account is not linked");
  }

  /** Runs a verb and kills the command when Spot is called on a route. */
  async function killedAt(route: string, args: string[]): Promise<void> {
    const before = sandbox().spot.calls(route).length;
    let kill: () => void = () => undefined;
    let ended = false;
    const running = fleet.runPlainly(args, { onStart: (_pid, send) => (kill = () => send("SIGKILL")) });
    const watched = running.finally(() => {
      ended = true;
    });
    while (!ended && sandbox().spot.calls(route).length <= before) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    kill();
    expect((await watched).exitCode, `killed at ${route}`).to.equal(null);
  }
});
