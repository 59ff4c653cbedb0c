import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { InputError } from "../../../automation/errors";
import { readPlanFile, writePlanFile } from "../../../automation/fleet/plan-on-disk";
import { samplePlanFile } from "../plan/sample-plan-file";

describe("A plan on disk", () => {
  let folder: string;
  const file = () => path.join(folder, "plans", "fleet.plan");
  const refusalOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => expect.fail("it was taken"),
      (error: unknown) => (error instanceof InputError ? error.message : expect.fail(String(error))),
    );
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "plan-on-disk-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is read as it was written, replaces the one before, and leaves nothing else behind", async () => {
    await writePlanFile(file(), samplePlanFile({ action: "offboard" }));
    await writePlanFile(file(), samplePlanFile());
    expect(await readPlanFile(file())).to.deep.equal(samplePlanFile());
    expect(await readdir(path.dirname(file()))).to.deep.equal(["fleet.plan"]);
  });

  it("never replaces a file of another kind, such as the fleet file", async () => {
    const fleetFile = path.join(folder, "fleet.yaml");
    await writeFile(fleetFile, "name: acme");
    expect(await refusalOf(writePlanFile(fleetFile, samplePlanFile()))).to.include("is another file than a plan");
    expect(await readFile(fleetFile, "utf8")).to.equal("name: acme");
    expect(await refusalOf(writePlanFile(folder, samplePlanFile()))).to.include("EISDIR");
  });

  it("is refused when there is none, when it is none, and when it was edited", async () => {
    expect(await refusalOf(readPlanFile(file()))).to.include("cannot be read (ENOENT)");
    const edited = path.join(folder, "edited");
    await writeFile(edited, JSON.stringify({ ...samplePlanFile(), fleet: "other" }));
    expect(await refusalOf(readPlanFile(edited))).to.include("edited since it was made");
    await writeFile(edited, "name: acme");
    expect(await refusalOf(readPlanFile(edited))).to.include("this is no plan");
  });
});
