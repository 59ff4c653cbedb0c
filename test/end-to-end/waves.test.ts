import { expect } from "chai";
import type { PlanReport, RunReport } from "../../automation/index";
import { FleetCommand } from "../support/fleet-command";
import { useSandbox } from "../support/sandbox-suite";

interface FleetFile {
  accounts: { include: object[] };
  enter: { roleName: string };
  overrides?: object[];
  rollout: Record<string, unknown>;
}

describe("a rollout in waves", function () {
  this.timeout(240_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: [
        { name: "prod-one", ou: "/Workloads", tags: { stage: "prod" } },
        { name: "prod-two", ou: "/Workloads", tags: { stage: "prod" } },
        { name: "test-one", ou: "/Workloads", tags: { stage: "test" } },
      ],
    },
  });
  let fleet: FleetCommand;
  const states = ({ accounts }: RunReport) => accounts.map(({ name, state }) => [name, state]);

  before(async () => {
    fleet = FleetCommand.within(sandbox());
    await fleet.edit<FleetFile>((file) => {
      file.accounts.include = [{ tag: { stage: "test" } }, { tag: { stage: "*" } }];
      file.rollout = { ...file.rollout, canary: { size: 1, gate: { approval: true } }, waves: ["100%"] };
    });
  });

  it("shows the waves before anything is done, in the order in which accounts are included", async () => {
    const { report, stderr } = await fleet.run<PlanReport>(["plan"]);
    expect(
      report.accounts.map(({ name, wave }) => [name, wave]),
      stderr,
    ).to.deep.equal([
      ["test-one", "canary"],
      ["prod-one", "wave 1"],
      ["prod-two", "wave 1"],
    ]);
    expect(report.waves?.map(({ name, gate }) => [name, gate])).to.deep.equal([
      ["canary", { approval: true }],
      ["wave 1", undefined],
    ]);
    expect((await fleet.runPlainly(["plan"])).stdout).to.match(
      /canary: 1 account, then approval\n +wave 1: 2 accounts/,
    );
  });

  it("refuses to begin where somebody is to approve and nobody can be asked", async () => {
    const there = sandbox().spot.accounts().length;
    const { exitCode, report } = await fleet.refused(["up", "--yes"]);
    expect(exitCode).to.equal(3);
    expect(report.message).to.match(/waits for approval/);
    expect(sandbox().spot.accounts()).to.have.length(there);
  });

  it("starts nothing after a canary that failed", async () => {
    await fleet.edit<FleetFile>((file) => {
      file.overrides = [
        {
          match: { tag: { stage: "test" } },
          set: { spot: { permissionsBoundary: "arn:aws:iam::aws:policy/NoSuchPolicy" } },
        },
      ];
    });
    const { exitCode, report, stderr } = await fleet.up("--approve");
    expect(exitCode, stderr).to.equal(2);
    expect(states(report)).to.deep.equal([
      ["test-one", "failed"],
      ["prod-one", "not-started"],
      ["prod-two", "not-started"],
    ]);
    expect(report.stopped).to.match(/a canary bears no failure/);
    expect(stderr).to.match(/Nothing more is started: 1 account of canary failed/);
  });

  it("goes on through all waves once the canary is well", async () => {
    await fleet.edit<FleetFile>((file) => {
      file.overrides = [];
    });
    const { exitCode, report, stderr } = await fleet.up("--approve");
    expect(exitCode, stderr).to.equal(0);
    expect(states(report)).to.deep.equal([
      ["test-one", "done"],
      ["prod-one", "done"],
      ["prod-two", "done"],
    ]);
    expect(report.waves?.[0]?.waitedFor).to.deep.equal(["approval"]);
  });
});
