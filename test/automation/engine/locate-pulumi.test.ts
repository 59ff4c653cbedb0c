import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { builtPulumiFolder, locatePulumi } from "../../../automation/engine/locate-pulumi";

describe("Locating the Pulumi CLI", () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;

  const install = async (bin: string, output: string) => {
    await mkdir(bin, { recursive: true });
    const command = path.join(bin, "pulumi");
    await writeFile(command, `#!/bin/sh\n${output}\n`);
    await chmod(command, 0o755);
    return command;
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "locate-test-"));
    env = {
      HOME: path.join(folder, "home"),
      XDG_CACHE_HOME: path.join(folder, "cache"),
      PATH: path.join(folder, "path"),
    };
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("takes the one on PATH before any other", async () => {
    const onPath = await install(path.join(folder, "path"), "echo v3.250.1");
    await install(path.join(folder, "home/.pulumi/versions/3.260.0/bin"), "echo v3.260.0");

    expect(await locatePulumi(env)).to.deep.equal({ command: onPath, version: "3.250.1" });
  });

  it("passes over one that is too old, from another major version, or broken, and takes the newest installed", async () => {
    await install(path.join(folder, "path"), "echo v3.245.0");
    await install(path.join(folder, "home/.pulumi/versions/3.9.0/bin"), "echo v4.0.0");
    const newest = await install(path.join(folder, "home/.pulumi/versions/3.300.0/bin"), "echo v3.300.0");
    await install(path.join(folder, "home/.pulumi/versions/3.250.0/bin"), "echo v3.250.0");

    expect((await locatePulumi(env)).command).to.equal(newest);
  });

  it("finds one that set-up built in the cache folder", async () => {
    const built = await install(path.join(builtPulumiFolder(env), "bin"), "echo v3.246.0");

    expect(await locatePulumi(env)).to.deep.equal({ command: built, version: "3.246.0" });
    expect(builtPulumiFolder(env).startsWith(path.join(folder, "cache"))).to.equal(true);
    expect(builtPulumiFolder({ HOME: "/home/jo" })).to.equal("/home/jo/.cache/pulumi-cross-account/pulumi-3.246.0");
  });

  it("names what it found, why none fits, and the official installer", async () => {
    const old = await install(path.join(folder, "path"), "echo v3.100.0");
    const broken = await install(path.join(folder, "home/.pulumi/versions/3.250.0/bin"), "exit 3");

    const error = await locatePulumi(env).catch((reason: Error) => reason);
    expect(error).to.be.instanceOf(Error);
    const { message } = error as Error;
    expect(message).to.include(`${old}: its version is 3.100.0`);
    expect(message).to.include(broken);
    expect(message).to.include("pulumi.com/docs/install");
  });
});
