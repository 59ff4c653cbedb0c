import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { absoluteBackend, FileBackend } from "../../../automation/engine/file-backend";

describe("A backend in a folder", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "backend-test-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("makes relative paths absolute and leaves other backends alone", () => {
    expect(absoluteBackend("file://./state", "/fleet")).to.equal("file:///fleet/state");
    expect(absoluteBackend("file:///state?no_tmp_dir=true", "/fleet")).to.equal("file:///state?no_tmp_dir=true");
    expect(absoluteBackend("file://~/state", "/fleet")).to.equal(`file://${homedir()}/state`);
    expect(absoluteBackend("file://~other/state", "/fleet")).to.equal("file:///fleet/~other/state");
    expect(absoluteBackend("s3://bucket?region=x", "/fleet")).to.equal("s3://bucket?region=x");
    expect(FileBackend.at("s3://bucket")).to.equal(undefined);
    expect(FileBackend.at("file:///state?no_tmp_dir=true")?.folder).to.equal("/state");
  });

  it("knows the stacks of one project, compressed ones too, and no backups", async () => {
    const backend = FileBackend.in(folder);
    await backend.seed("acme", "222222222222");
    await backend.seed("acme", "111111111111");
    await backend.seed("other", "333333333333");
    const stacks = path.join(folder, ".pulumi/stacks/acme");
    await writeFile(path.join(stacks, "444444444444.json.gz"), "");
    await writeFile(path.join(stacks, "555555555555.json.bak"), "");
    await writeFile(path.join(stacks, "111111111111.json.attrs"), "");

    expect(await backend.listStacks("acme")).to.deep.equal(["111111111111", "222222222222", "444444444444"]);
    expect(await backend.exists("acme", "444444444444")).to.equal(true);
    expect(await backend.exists("acme", "555555555555")).to.equal(false);
    expect(await backend.exists("acme", "333333333333")).to.equal(false);
    expect(await FileBackend.in(path.join(folder, "absent")).listStacks("acme")).to.deep.equal([]);
  });

  it("never writes over a stack that exists", async () => {
    const backend = FileBackend.in(folder);
    await backend.seed("acme", "111111111111");
    await writeFile(backend.stateFile("acme", "111111111111"), "precious");
    const error = await backend.seed("acme", "111111111111").catch((reason: Error) => reason);

    expect(error).to.have.property("code", "EEXIST");
    expect(await readFile(backend.stateFile("acme", "111111111111"), "utf8")).to.equal("precious");
  });

  it("refuses to put a stack into state of the old layout, which the CLI would not find there", async () => {
    await mkdir(path.join(folder, ".pulumi/stacks"), { recursive: true });
    await writeFile(path.join(folder, ".pulumi/stacks/dev.json"), "{}");
    const error = await FileBackend.in(folder)
      .seed("acme", "111111111111")
      .catch((reason: Error) => reason);

    expect(error).to.be.instanceOf(Error).with.property("message").that.includes("pulumi state upgrade");
  });
});
