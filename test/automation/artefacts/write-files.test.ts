import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { headingOf } from "../../../automation/artefacts/plan-files";
import { writeArtefacts } from "../../../automation/artefacts/write-files";

const artefacts = [
  { path: ".aws/config", text: "[profile master]\n" },
  { path: "stacker.yaml", text: "stacks: []\n" },
];

describe("writeArtefacts", () => {
  let top: string;
  let folder: string;
  let place: { fleet: string; folder: string };

  beforeEach(async () => {
    top = await mkdtemp(path.join(tmpdir(), "artefacts-"));
    folder = path.join(top, "artefacts", "stacker");
    place = { fleet: "acme", folder };
  });

  afterEach(() => rm(top, { recursive: true, force: true }));

  it("writes whole files into folders it makes, and leaves no draft behind", async () => {
    expect(await writeArtefacts(artefacts, place)).to.deep.equal([
      { path: path.join(folder, ".aws/config"), state: "written" },
      { path: path.join(folder, "stacker.yaml"), state: "written" },
    ]);
    const text = await readFile(path.join(folder, ".aws/config"), "utf8");
    expect(text).to.equal(`${headingOf("acme")}\n[profile master]\n`);
    expect((await readdir(folder, { recursive: true })).sort()).to.deep.equal([".aws", ".aws/config", "stacker.yaml"]);
  });

  it("touches only what changed", async () => {
    await writeArtefacts(artefacts, place);
    const before = await stat(path.join(folder, "stacker.yaml"));
    const changed = artefacts.map((one) => (one.path === ".aws/config" ? { ...one, text: "[profile x]\n" } : one));
    const outcomes = await writeArtefacts(changed, place);
    expect(outcomes.map(({ state }) => state)).to.deep.equal(["written", "unchanged"]);
    const after = await stat(path.join(folder, "stacker.yaml"));
    expect([after.ino, after.mtimeMs]).to.deep.equal([before.ino, before.mtimeMs]);
  });

  it("deletes all of them and the empty folders, but nothing that others put there", async () => {
    await writeArtefacts(artefacts, place);
    await writeFile(path.join(folder, "notes.md"), "mine");
    const outcomes = await writeArtefacts([], place);
    expect(outcomes.map(({ state }) => state)).to.deep.equal(["deleted", "deleted"]);
    expect(await readdir(folder)).to.deep.equal(["notes.md"]);
    await rm(path.join(folder, "notes.md"));
    await writeArtefacts(artefacts, place);
    await writeArtefacts([], place);
    expect(await readdir(top)).to.deep.equal([]);
  });

  it("has nothing to do where there is neither an artefact nor a folder", async () => {
    expect(await writeArtefacts([], place)).to.deep.equal([]);
    expect(await readdir(top)).to.deep.equal([]);
  });

  it("says which file cannot be written and what to do, and writes the others", async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, ".aws"), "a file where the folder should be");
    const [config, yaml] = await writeArtefacts(artefacts, place);
    expect(config?.state).to.equal("failed");
    expect(config?.failure?.message).to.match(/^cannot be written \((EEXIST|ENOTDIR)\)/);
    expect(config?.failure?.instruction).to.contain("artefacts.folder");
    expect(yaml?.state).to.equal("written");
  });

  it("leaves a file alone that it did not write", async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "stacker.yaml"), "mine: 1\n");
    const [, yaml] = await writeArtefacts(artefacts, place);
    expect(yaml?.failure?.message).to.contain("was not written for this fleet");
    expect(await readFile(path.join(folder, "stacker.yaml"), "utf8")).to.equal("mine: 1\n");
  });
});
