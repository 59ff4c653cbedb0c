import { expect } from "chai";
import { FleetCommand } from "../support/fleet-command";
import { type CollectedSpan, OtlpCollector } from "../support/otlp-collector";
import { isRunning, readProcessTree } from "../support/process-tree";
import { useSandbox } from "../support/sandbox-suite";

const route = "POST /setup/account";

describe("a rollout whose accounts are worked on by workers", function () {
  this.timeout(240_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: ["one", "two"].map((name) => ({ name, ou: "/Workloads" })),
    },
  });
  let fleet: FleetCommand;
  let collector: OtlpCollector;

  before(async () => {
    fleet = new FleetCommand(sandbox());
    collector = await OtlpCollector.start();
  });
  after(() => collector.close());

  const called = async (before: number) => {
    while (sandbox().spot.calls(route).length <= before) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  /** Starts a run, presses Ctrl-C when Spot is asked for an account, and again where it is said how to stop now. */
  async function interrupted(presses: 1 | 2) {
    let press: () => void = () => undefined;
    let pid = 0;
    const before = sandbox().spot.calls(route).length;
    const restore = sandbox().spot.faults.add({ fault: { kind: "latency", ms: 500 } });
    const running = fleet.run(["up", "--yes", "--workers", "1", "--concurrency", "1"], {
      env: collector.env,
      onStart: (started, kill) => {
        pid = started;
        press = () => kill("SIGINT");
      },
      onRemark: (text) => {
        if (presses === 2 && text.includes("Press Ctrl-C again")) press();
      },
    });
    await called(before);
    const family = await readProcessTree(pid);
    press();
    return { ...(await running.finally(restore)), family };
  }

  async function leftOf(family: Awaited<ReturnType<typeof readProcessTree>>): Promise<string[]> {
    expect(family.filter(({ commandLine }) => commandLine.includes("worker-main"))).to.not.be.empty;
    expect(family.filter(({ commandLine }) => / up .*--non-interactive/.test(commandLine))).to.not.be.empty;
    const running = await Promise.all(family.map(({ pid }) => isRunning(pid)));
    return family.filter((_process, index) => running[index]).map(({ commandLine }) => commandLine);
  }

  it("finishes what is in flight on the first Ctrl-C, begins nothing more, and no process is left", async () => {
    const { exitCode, report, stderr, family } = await interrupted(1);
    expect([exitCode, report.result], stderr).to.deep.equal([130, "cancelled"]);
    expect(report.accounts.map(({ state }) => state).sort()).to.deep.equal(["done", "not-started"]);
    expect(await leftOf(family)).to.deep.equal([]);
  });

  it("stops at once on the second Ctrl-C: what is in flight fails as cancelled, and no process is left", async () => {
    const { exitCode, report, stderr, family } = await interrupted(2);
    expect([exitCode, report.result], stderr).to.deep.equal([130, "cancelled"]);
    expect(stderr).to.include("Stopping what is in flight");
    expect(report.accounts.map(({ state, failure }) => [state, failure?.kind])).to.deep.equal([
      ["failed", "cancelled"],
    ]);
    expect(await leftOf(family)).to.deep.equal([]);
  });

  it("goes on with the next run, and has made no second Spot account for any", async () => {
    const { exitCode, stderr } = await fleet.run(["up", "--yes", "--workers", "1"], { env: collector.env });
    expect(exitCode, stderr).to.equal(0);
    const accounts = sandbox().spot.accounts().slice(1);
    expect(accounts.map(({ link }) => link !== undefined)).to.deep.equal([true, true]);
  });

  it("tells a collector of OpenTelemetry the calls of Spot that were made for the workers, each in its account", () => {
    const { spans, points } = collector;
    const parentOf = ({ parentSpanId }: CollectedSpan) => spans.find(({ spanId }) => spanId === parentSpanId);
    const made = spans.filter(({ name }) => name === `spot ${route}`);
    const accountsOf = made.map((span) => parentOf(span)?.attributes["cloud.account.id"]);
    const ids = ["one", "two"].map((name) => sandbox().organization.account(name).id);
    expect(accountsOf).to.include.members(ids);
    expect(made.every((span) => parentOf(span)?.name === "account operation")).to.equal(true);
    const metrics = new Set(points.map(({ metric }) => metric));
    expect(metrics).to.include("cross_account.vendor.calls").and.include("cross_account.account.duration");
  });
});
