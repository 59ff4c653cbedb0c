import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { buildPulumi } from "../../../../examples/sandbox/set-up/build-pulumi";
import { sourceFolder } from "../../../../examples/sandbox/source-folder";

describe("buildPulumi", () => {
  let folder: string;
  let pathBefore: string | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "build-pulumi-"));
    pathBefore = process.env.PATH;
  });

  afterEach(async () => {
    process.env.PATH = pathBefore;
    await rm(folder, { recursive: true, force: true });
  });

  // The real compiler takes minutes; the whole set-up runs for real in the gate. Here a compiler of our own shows what we make of it.
  async function withCompiler(script: string): Promise<void> {
    const bin = path.join(folder, "compiler");
    await mkdir(bin);
    await writeFile(path.join(bin, "go"), `#!/bin/sh\n[ "$1" = env ] && { echo go1.26.8; exit; }\n${script}\n`);
    await chmod(path.join(bin, "go"), 0o755);
    process.env.PATH = `${bin}${path.delimiter}${pathBefore}`;
  }

  function build(onProgress: (message: string) => void = () => undefined): Promise<void> {
    return buildPulumi({
      version: "3.246.0",
      destination: path.join(folder, "cache", "pulumi"),
      recipe: sourceFolder("examples/sandbox/set-up"),
      pulumiPackage: path.dirname(require.resolve("@pulumi/pulumi/package.json")),
      onProgress,
    });
  }

  const writesOutput = 'while [ "$1" != -o ]; do shift; done; echo built > "$2"';

  it("moves the CLI, its language host and the dynamic provider's launcher into place, and leaves no scratch folder", async () => {
    await withCompiler(writesOutput);
    await build();
    const files = await readdir(path.join(folder, "cache", "pulumi", "bin"));
    expect(files.sort()).to.deep.equal(["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]);
    expect(await readdir(path.join(folder, "cache"))).to.deep.equal(["pulumi"]);
  });

  it("counts the modules fetched and the packages compiled", async () => {
    const downloads =
      'echo "go: downloading example.com/a v1.0.0" >&2; echo "go: downloading example.com/b v1.0.0" >&2';
    await withCompiler(`${downloads}; echo "example.com/a" >&2; ${writesOutput}`);
    const messages: string[] = [];
    await build((message) => messages.push(message));
    expect(messages).to.include("fetching the Pulumi CLI: 2 modules");
    expect(messages).to.include("compiling the Pulumi CLI: 1 of about 1622 packages");
  });

  it("tells what the compiler complained of, and leaves nothing that looks finished", async () => {
    await withCompiler('echo "link: no space left on device" >&2; exit 1');
    const failure = await build().catch((error: Error) => error);
    expect(failure).to.be.instanceOf(Error);
    expect((failure as Error).message)
      .to.contain("Pulumi CLI")
      .and.to.contain("no space left on device");
    expect(await readdir(path.join(folder, "cache"))).to.deep.equal([]);
  });

  it("accepts the result of another set-up that finished first", async () => {
    await withCompiler(writesOutput);
    await build();
    await build();
    expect(await readdir(path.join(folder, "cache"))).to.deep.equal(["pulumi"]);
  });
});
