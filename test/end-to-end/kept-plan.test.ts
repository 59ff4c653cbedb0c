import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { type ErrorReport, Fleet, type PlanFile, type PlanReport, type RunReport } from "../../automation/index";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { CapturingTerminal, run } from "../automation/cli/capturing-terminal";
import { FleetCommand } from "../support/fleet-command";
import { useProcessEnvironment } from "../support/process-environment";
import { useSandbox } from "../support/sandbox-suite";

describe("A plan that is kept, and applied as it is or not at all", function () {
  this.timeout(240_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: ["one", "two"].map((name) => ({ name, ou: "/Workloads", alias: `acme-${name}` })),
    },
  });
  useProcessEnvironment(() => sandbox().env);
  const fileOf = (name: string): string => path.join(sandbox().dir, name);
  const readPlan = async (name: string): Promise<PlanFile> =>
    JSON.parse(await readFile(fileOf(name), "utf8")) as PlanFile;
  const command = async <Report = ErrorReport>(...args: string[]) => {
    const terminal = new CapturingTerminal();
    const exitCode = await run(terminal, ...args, "--json", sandbox().fleetFile);
    return { exitCode, stderr: terminal.err, report: JSON.parse(terminal.out || "{}") as Report };
  };
  const apply = (name: string, verb = "up") => command(verb, "--yes", "--plan", fileOf(name));
  const atSpot = (): number =>
    sandbox()
      .spot.accounts()
      .filter(({ link }) => link).length;

  it("is written by plan --out with the settings of every account, and holds no secret", async () => {
    const { exitCode, stderr, report } = await command<PlanReport>("plan", "--preview", "--out", fileOf("first.plan"));
    expect(exitCode, stderr).to.equal(0);
    expect(
      report.diff?.map(({ accounts, change }) => [accounts.length, change]),
      stderr,
    ).to.deep.equal(Array.from({ length: 7 }, () => [2, "create"]));
    const kept = await readPlan("first.plan");
    expect(stderr).to.include(`Kept as ${fileOf("first.plan")} (${kept.hash.slice(0, 12)})`);
    expect(kept.accounts.map(({ account, action }) => [account.name, action])).to.deep.equal([
      ["one", "enrol"],
      ["two", "enrol"],
    ]);
    expect(kept.versions).to.include.keys("@pulumi/aws", "the Pulumi CLI");
    const text = JSON.stringify(kept);
    expect(text).to.include("SPOTINST_TOKEN");
    expect(text).not.to.include(sandbox().env.SPOTINST_TOKEN);
    expect(text).not.to.include(sandbox().dir);
  });

  it("is refused as bad input when it was edited, and by another verb", async () => {
    const kept = await readPlan("first.plan");
    await writeFile(fileOf("edited.plan"), JSON.stringify({ ...kept, accounts: kept.accounts.slice(1) }));
    const edited = await apply("edited.plan");
    expect([edited.exitCode, edited.report.kind]).to.deep.equal([1, "input"]);
    expect(edited.stderr).to.include("edited since it was made");
    const other = await apply("first.plan", "offboard");
    expect(other.exitCode).to.equal(1);
    expect(other.stderr).to.include("it is a plan for up");
    const more = await command("up", "--yes", "--plan", fileOf("first.plan"), "--only", "one");
    expect(more.exitCode).to.equal(1);
    expect(atSpot()).to.equal(0);
  });

  it("is refused with what moved when the fleet file is another one, and nothing is changed", async () => {
    await new FleetCommand(sandbox()).edit((settings) => {
      settings.overrides = [{ match: { name: "two" }, set: { tags: { owner: "us" } } }];
    });
    const { exitCode, report } = await apply("first.plan");
    expect([exitCode, report.kind]).to.deep.equal([3, "refused"]);
    expect(report.reasons?.join("\n")).to.match(/^the fleet file: overrides/);
    expect(report.reasons?.join("\n")).to.match(/^two \(\d{12}\): its setting tags\.owner was not there and is "us"$/m);
    expect(atSpot()).to.equal(0);
  });

  it("is told, as any run is, what has a name in an account already that is to be made there, before anything is", async () => {
    const { endpoint } = sandbox().aws;
    const { id } = sandbox().organization.account("one");
    const iam = new IAMClient(connection(endpoint, emulatorRoot(id)));
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${id}:root` }, Action: "sts:AssumeRole" }],
    });
    await iam.send(new CreateRoleCommand({ RoleName: "SpotRole", AssumeRolePolicyDocument }));
    const planned = await command<PlanReport>("plan");
    expect(planned.exitCode, planned.stderr).to.equal(3);
    expect(planned.report.collisions).to.deep.equal([
      { accountId: id, name: "one", party: "spot", kind: "role", taken: "SpotRole" },
    ]);
    expect((await command<PlanReport>("plan", "--no-name-check")).exitCode).to.equal(0);
    const { exitCode, report } = await command("up", "--yes");
    expect([exitCode, report.reasons]).to.deep.equal([
      3,
      [`one (${id}): there is a role SpotRole already, which the grant to Spot is to make`],
    ]);
    expect(atSpot()).to.equal(0);
    await iam.send(new DeleteRoleCommand({ RoleName: "SpotRole" }));
  });

  it("is applied once it is made again: these accounts and no others", async () => {
    await command("plan", "--only", "two", "--out", fileOf("second.plan"));
    const { exitCode, report, stderr } = await command<RunReport>("up", "--yes", "--plan", fileOf("second.plan"));
    expect(exitCode, stderr).to.equal(0);
    expect(report.accounts.map(({ name, state }) => [name, state])).to.deep.equal([["two", "done"]]);
    expect(atSpot()).to.equal(1);
  });

  it("is not applied a second time: what it did is another world", async () => {
    const { exitCode, report } = await apply("second.plan");
    expect(exitCode).to.equal(3);
    expect(report.reasons?.join("\n")).to.match(/two \(\d{12}\): was to be enrolled, without a stack/);
  });

  it("tells with --preview an action that every account gets once, and beside it what one account alone gets", async () => {
    await command("up", "--yes", "--only", "one");
    await new FleetCommand(sandbox()).edit<{ grants: object[]; overrides: unknown[] }>((settings) => {
      Object.assign(settings.grants[0] ?? {}, { extraStatements: [{ actions: ["ec2:CreateFleet"] }] });
      settings.overrides = [{ match: { name: "two" }, set: { tags: { owner: "them" } } }];
    });
    const terminal = new CapturingTerminal();
    expect(await run(terminal, "plan", "--preview", sandbox().fleetFile), terminal.err).to.equal(0);
    expect(terminal.out).to.match(
      /2 accounts \((one, two|two, one)\): Policy access-spot-role-policy: \+ policy action ec2:CreateFleet/,
    );
    expect(terminal.out).to.match(/two \(\d{12}\):\n.* tags\.owner us -> them\n/);
    expect(terminal.err).to.match(/\[2\/2\] (one|two) \(\d{12}\): update \d/);
  });

  it("goes through the class in the same way, as data", async () => {
    const fleet = await Fleet.load(sandbox().fleetFile);
    const plan = JSON.parse(JSON.stringify(await fleet.keep(await fleet.plan("offboard")))) as PlanFile;
    expect(plan.accounts.map(({ account, action }) => [account.name, action])).to.have.deep.members([
      ["one", "offboard"],
      ["two", "offboard"],
    ]);
    const refused = await fleet.up({ plan }).catch((error: unknown) => String(error));
    expect(refused).to.include("it is a plan for offboard");
    const { result, targets } = await fleet.offboard({ plan });
    expect([result, targets.length]).to.deep.equal(["done", 2]);
    expect(atSpot()).to.equal(0);
  });
});
