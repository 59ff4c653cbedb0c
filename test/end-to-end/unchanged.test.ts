import { chmod, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { expect } from "chai";
import { locatePulumi } from "../../automation/engine/locate-pulumi";
import type { ExplanationReport, PlanReport, RunReport } from "../../automation/index";
import { FleetCommand } from "../support/fleet-command";
import { useSandbox } from "../support/sandbox-suite";

describe("accounts that are as they were when they were proven", function () {
  this.timeout(240_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: ["one", "two"].map((name) => ({ name, ou: "/Workloads" })),
    },
  });
  let fleet: FleetCommand;
  let env: Record<string, string>;
  let commandLines: string;
  const up = async (...flags: string[]) => fleet.run<RunReport>(["up", "--yes", ...flags], { env });
  const operations = async (): Promise<number> => {
    const lines = (await readFile(commandLines, "utf8").catch(() => "")).split("\n").filter(Boolean);
    await writeFile(commandLines, "");
    return lines.filter((line) => line !== "version").length;
  };

  before(async () => {
    fleet = FleetCommand.within(sandbox());
    commandLines = path.join(sandbox().dir, "command-lines");
    env = { PATH: await recordingFolder(sandbox().dir, commandLines) };
    const first = await up();
    expect(first.exitCode, first.stderr).to.equal(0);
    expect(await operations()).to.equal(2);
  });

  it("are left alone without a process, by the plan and by the run, which says from when their proofs are", async () => {
    const planned = await fleet.run<PlanReport>(["plan"], { env });
    expect(planned.report.accounts.map(({ action }) => action)).to.deep.equal(["unchanged", "unchanged"]);
    const { exitCode, report, stderr } = await up();
    expect(exitCode, stderr).to.equal(0);
    expect(report.accounts).to.deep.equal([]);
    expect(report.unchanged.map(({ name }) => name)).to.deep.equal(["one", "two"]);
    expect(report.unchanged[0]?.roleArns[0]).to.match(/role\/SpotRole$/);
    expect((await fleet.runPlainly(["up", "--yes"], { env })).stdout).to.match(/2 accounts are as they were when last/);
    expect(await readFile(commandLines, "utf8").catch(() => "")).to.equal("");
  });

  it("are looked at with --refresh, and only those that are asked for", async () => {
    const { report } = await up("--refresh", "--only", "one");
    expect(report.accounts.map(({ name, proofs }) => [name, proofs?.[0]?.proven])).to.deep.equal([["one", true]]);
    expect(await operations()).to.equal(1);
  });

  it("are brought to what the settings say as soon as those change, each on its own", async () => {
    await fleet.edit((settings) => {
      settings.overrides = [{ match: { name: "two" }, set: { tags: { owner: "somebody else" } } }];
    });
    const { report } = await up();
    expect(report.accounts.map(({ name, changes }) => [name, (changes?.update ?? 0) > 0])).to.deep.equal([
      ["two", true],
    ]);
    expect(await operations()).to.equal(1);
  });

  it("say which override they get, and from where each setting is", async () => {
    const command = new FleetCommand(sandbox());
    const { exitCode, report, stderr } = await command.run<ExplanationReport>(["explain", "two"]);
    expect(exitCode, stderr).to.equal(0);
    expect(report).to.include({ chosen: true, name: "two" });
    expect(report.overriddenBy).to.deep.equal([{ path: "overrides[0]", selects: "name: two" }]);
    const sources = Object.fromEntries(report.settings.map(({ setting, from }) => [setting, from]));
    expect(sources).to.include({ "tags.owner": "overrides[0].set.tags.owner", "spot.token": "grants[0].token" });
    const nobody = await fleet.refused(["explain", "tow"]);
    expect(nobody.exitCode).to.equal(1);
    expect(nobody.report.problems?.[0]?.message).to.match(/did you mean two\?/);
  });

  it("are all looked at once the proofs are older than the fleet file allows", async () => {
    await fleet.edit<{ rollout: { maxAge?: string } }>(({ rollout }) => {
      rollout.maxAge = "0m";
    });
    expect((await up()).report.accounts.map(({ name }) => name)).to.deep.equal(["one", "two"]);
    expect(await operations()).to.equal(2);
  });
});

/** A PATH that begins with a Pulumi CLI that notes every command line. */
async function recordingFolder(dir: string, commandLines: string): Promise<string> {
  const { command } = await locatePulumi();
  const recorder = path.join(dir, "pulumi");
  const found = path.dirname(command);
  await writeFile(
    recorder,
    `#!/bin/sh\necho "$@" >> '${commandLines}'\nPATH='${found}':$PATH exec '${command}' "$@"\n`,
  );
  await chmod(recorder, 0o755);
  return [dir, found, process.env.PATH].join(path.delimiter);
}
