import { expect } from "chai";
import { FleetCommand } from "../support/fleet-command";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

describe("accounts that Spot knows already", function () {
  this.timeout(180_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: [
        { name: "known", ou: "/Workloads", alias: "acme-known" },
        { name: "doubled", ou: "/Workloads", alias: "acme-doubled" },
        { name: "new", ou: "/Workloads", alias: "acme-new" },
      ],
    },
  });
  let fleet: FleetCommand;

  before(() => {
    fleet = FleetCommand.within(sandbox());
  });

  function connectedTo(name: string): { id: string; name: string }[] {
    const { id: awsAccountId } = sandbox().organization.account(name);
    return sandbox()
      .spot.accounts()
      .filter(({ link }) => link?.awsAccountId === awsAccountId);
  }

  it("adopts the one that is connected, fails the one connected twice alone with both ids, and finishes the others", async () => {
    const { spot, organization } = sandbox();
    const known = spot.connect(organization.account("known").id, "clicked together");
    const twice = ["first", "second"].map((name) => spot.connect(organization.account("doubled").id, name).id);

    const planned = await fleet.plan();
    expect(planned.report.accounts.find(({ name }) => name === "known")?.notes.join()).to.contain(
      `adopts the Spot account ${known.id}`,
    );

    const { exitCode, report, stderr } = await fleet.up();
    expect(exitCode, stderr).to.equal(2);
    expect(Object.fromEntries(report.accounts.map(({ name, state }) => [name, state]))).to.deep.equal({
      known: "done",
      doubled: "failed",
      new: "done",
    });
    const failure = report.accounts.find(({ name }) => name === "doubled")?.failure?.message ?? "";
    for (const id of twice) expect(failure).to.contain(id);
    expect(report.accounts.find(({ name }) => name === "known")?.grants?.[0]).to.include({
      vendorAccountId: known.id,
      adopted: true,
    });
    expect(connectedTo("known").map(({ id, name }) => ({ id, name }))).to.deep.equal([
      { id: known.id, name: "acme-known" },
    ]);
    expect(connectedTo("doubled").map(({ id }) => id)).to.deep.equal(twice);
    expect(connectedTo("new")).to.have.length(1);
  });

  it("goes on with the failed account alone once a person has taken one of the two away", async () => {
    const { spot } = sandbox();
    const [, second] = connectedTo("doubled");
    const removed = await fetch(`${spot.endpoint}/setup/account/${second?.id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${spot.token}` },
    });
    expect(removed.status).to.equal(200);
    const { exitCode, report, stderr } = await fleet.up();
    expect(exitCode, stderr).to.equal(0);
    expect(report.accounts.filter(({ changes }) => (changes?.create ?? 0) > 0).map(({ name }) => name)).to.deep.equal([
      "doubled",
    ]);
    expect(connectedTo("doubled")).to.have.length(1);
  });

  it("keeps the Spot account on offboarding when the fleet file retains it by then, and closes the role all the same", async () => {
    await fleet.edit<{ grants: [{ retainVendorAccount?: boolean }] }>(({ grants }) => {
      grants[0].retainVendorAccount = true;
    });
    const { exitCode, stderr } = await fleet.run(["offboard", "--yes", "--only", "known"]);
    expect(exitCode, stderr).to.equal(0);
    expect(connectedTo("known")).to.have.length(1);
    const view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    expect(await view.roleNames(sandbox().organization.account("known").id)).to.not.include("SpotRole");
  });
});
