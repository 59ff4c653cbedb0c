import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import {
  createStackEngine,
  Fleet,
  type FleetInput,
  listRuns,
  readJournal,
  summarizeRun,
} from "../../../automation/index";
import { packageRoot } from "../../../examples/sandbox/source-folder";
import { runCommand } from "../../support/cross-account";
import { OutsideView } from "../../support/outside-view";
import { useSandbox } from "../../support/sandbox-suite";

const tool = path.join(packageRoot(), "dist/examples/embedding/onboard.js");

describe("an internal tool that embeds the fleet", function () {
  this.timeout(240_000);
  const sandbox = useSandbox();
  let settings: FleetInput;
  let settingsFile: string;

  const runTool = (...args: string[]) =>
    runCommand(process.execPath, [tool, ...args], { cwd: sandbox().dir, env: sandbox().env });

  before(async () => {
    settings = parse(await readFile(sandbox().fleetFile, "utf8")) as FleetInput;
    settings.accounts = { include: [{ name: "shop-*" }] };
    settingsFile = path.join(sandbox().dir, "settings.json");
    await writeFile(settingsFile, JSON.stringify(settings));
  });

  it("plans, brings every account up with its own program, and prints where each stands", async () => {
    const { exitCode, stdout, stderr } = await runTool(settingsFile, sandbox().dir);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout).to.include("plan: enrol shop-prod").and.include("plan: enrol shop-dev");
    const view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    for (const name of ["shop-prod", "shop-dev"]) {
      const { id } = sandbox().organization.account(name);
      expect(stdout).to.include(`coverage: ${name} enrolled arn:aws:iam::${id}:role/SpotRole`);
      expect(stdout).to.match(new RegExp(`target-proved ${id}`));
      expect(await view.roleNames(id)).to.include.members(["InternalAudit", "SpotRole"]);
    }
    expect(stderr).not.to.include("MaxListeners");
  });

  it("leaves a journal that other tools read", async () => {
    const { journals } = Fleet.from(settings, { folder: sandbox().dir });
    const [last, ...others] = await listRuns(journals);
    expect(others).to.deep.equal([]);
    const summary = summarizeRun(await readJournal(journals, last?.runId ?? ""));
    expect(summary).to.include({ result: "done", fleet: "acme" });
    expect(summary.counts.done).to.equal(2);
  });

  it("keeps the stacks where an engine of one's own finds them", async () => {
    const { dir, env, organization } = sandbox();
    const engine = createStackEngine({ fleet: "acme", backend: `file://${path.join(dir, "state")}`, env });
    expect(await engine.listStacks()).to.have.members(
      ["shop-dev", "shop-prod"].map((name) => organization.account(name).id),
    );
  });

  it("tells what is wrong with its settings, and does nothing", async () => {
    const wrong = path.join(sandbox().dir, "wrong.json");
    await writeFile(wrong, JSON.stringify({ ...settings, name: "a/b", grants: [] }));
    const { exitCode, stdout, stderr } = await runTool(wrong, sandbox().dir);
    expect(exitCode, stderr).to.equal(1);
    expect(stderr).to.include("name may have up to 100 letters").and.include("grants must not be empty");
    expect(stdout).to.equal("");
  });
});
