import { expect } from "chai";
import { FleetCommand } from "../support/fleet-command";
import { useSandbox } from "../support/sandbox-suite";

describe("a rollout that is interrupted", function () {
  this.timeout(180_000);
  const names = ["one", "two", "three", "four"];
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: names.map((name) => ({ name, ou: "/Workloads" })),
    },
  });
  let fleet: FleetCommand;

  before(async () => {
    fleet = FleetCommand.within(sandbox());
    await fleet.edit<{ rollout: { concurrency: number } }>(({ rollout }) => {
      rollout.concurrency = 2;
    });
  });

  it("finishes what is in flight on the first Ctrl-C, reports the rest as not started, and exits 130", async () => {
    const { spot } = sandbox();
    const restore = spot.faults.add({ fault: { kind: "latency", ms: 300 } });
    let interrupt: () => void = () => undefined;
    const running = fleet.run(["up", "--yes"], { onStart: (_pid, kill) => (interrupt = () => kill("SIGINT")) });
    await untilCalled("POST /setup/account");
    interrupt();
    const { exitCode, report, stderr } = await running;
    restore();
    expect(exitCode, stderr).to.equal(130);
    expect(report.result).to.equal("cancelled");
    const states = report.accounts.map(({ state }) => state);
    expect(states.filter((state) => state === "done").length).to.be.within(1, 3);
    expect(states.filter((state) => state === "not-started")).to.not.be.empty;
    expect(states).to.not.include.members(["failed", "running"]);
  });

  it("survives being killed: the next run needs no help and makes no second Spot account", async () => {
    let kill: () => void = () => undefined;
    const running = fleet.runPlainly(["up", "--yes"], { onStart: (_pid, send) => (kill = () => send("SIGKILL")) });
    const before = sandbox().spot.calls("POST /setup/account").length;
    await untilCalled("POST /setup/account", before);
    kill();
    await running;
    const { exitCode, report, stderr } = await fleet.up();
    expect(exitCode, JSON.stringify(report.accounts.map(({ failure }) => failure)) + stderr).to.equal(0);
    const connected = sandbox()
      .spot.accounts()
      .flatMap(({ link }) => link?.awsAccountId ?? []);
    expect(connected).to.have.length(names.length);
    expect(new Set(connected).size).to.equal(names.length);
    const unlinked = sandbox()
      .spot.accounts()
      .slice(1)
      .filter(({ link }) => !link);
    expect(unlinked.map(({ name }) => name)).to.deep.equal([]);
  });

  /** Waits until the sandbox's Spot API has got one more call of this kind; bounded by the test's own time limit. */
  async function untilCalled(route: string, before = 0): Promise<void> {
    while (sandbox().spot.calls(route).length <= before) await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
