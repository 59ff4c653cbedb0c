import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { installMinistack, ministackVersion } from "../../../../examples/sandbox/aws/install-ministack";
import { sourceFolder } from "../../../../examples/sandbox/source-folder";

// A Python that makes environments without fetching anything, so that only the moving into place is at stake here.
const python3 = `#!/bin/sh
case "$1 $2" in
"-m venv")
  mkdir -p "$3/bin" "$3/packages"
  printf '#!/bin/sh\\nif [ "$2" = pip ]; then exit %s; fi\\ncd "$(dirname "$0")/.." && printf "%%s/packages" "$PWD"\\n' "$PIP_EXIT_CODE" > "$3/bin/python"
  chmod +x "$3/bin/python"
  ;;
esac
`;

describe("installing the AWS emulator", () => {
  let folder: string;
  let cacheFolder: string;
  const { PATH, PIP_EXIT_CODE } = process.env;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "install-ministack-"));
    cacheFolder = path.join(folder, "cache");
    const bin = path.join(folder, "bin");
    await mkdir(bin);
    await writeFile(path.join(bin, "python3"), python3);
    await chmod(path.join(bin, "python3"), 0o755);
    const shellFolder = path.dirname(execFileSync("/bin/sh", ["-c", "command -v mkdir"], { encoding: "utf8" }).trim());
    process.env.PATH = `${bin}:${shellFolder}`;
    process.env.PIP_EXIT_CODE = "0";
  });

  afterEach(async () => {
    process.env.PATH = PATH;
    if (PIP_EXIT_CODE === undefined) delete process.env.PIP_EXIT_CODE;
    else process.env.PIP_EXIT_CODE = PIP_EXIT_CODE;
    await rm(folder, { recursive: true, force: true });
  });

  it("puts it into a folder that names the version, once, and says so", async () => {
    const progress: string[] = [];
    const onProgress = (message: string) => progress.push(message);
    const python = await installMinistack({ cacheFolder, onProgress });
    expect(python).to.equal(path.join(cacheFolder, `ministack-${ministackVersion}`, "bin", "python"));
    await installMinistack({ cacheFolder, onProgress });
    expect(progress).to.deep.equal([`installing the AWS emulator, MiniStack ${ministackVersion}, once`]);
  });

  it("lets two processes install at the same time", async () => {
    const [one, other] = await Promise.all([installMinistack({ cacheFolder }), installMinistack({ cacheFolder })]);
    expect(one).to.equal(other);
    expect(await readdir(cacheFolder)).to.deep.equal([`ministack-${ministackVersion}`]);
  });

  it("leaves nothing behind when a package cannot be fetched", async () => {
    process.env.PIP_EXIT_CODE = "1";
    const error = await installMinistack({ cacheFolder }).catch((caught: Error) => caught);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property("message")
      .that.matches(/^The AWS emulator could not be installed: /);
    expect(await readdir(cacheFolder)).to.deep.equal([]);
  });

  it("makes an environment anew whose Python is gone", async () => {
    const bin = path.join(cacheFolder, `ministack-${ministackVersion}`, "bin");
    await mkdir(bin, { recursive: true });
    await symlink("/nowhere/python3", path.join(bin, "python"));
    const python = await installMinistack({ cacheFolder });
    expect(execFileSync(python, { encoding: "utf8" })).to.contain("packages");
  });

  it("says which Python is needed when there is none", async () => {
    process.env.PATH = path.join(folder, "empty");
    const error = await installMinistack({ cacheFolder }).catch((caught: Error) => caught);
    expect(error).to.be.instanceOf(Error).with.property("message").that.contains("Python 3.10 or newer");
  });

  it("pins the version it names and gives every package a hash", async () => {
    const text = await readFile(sourceFolder("examples/sandbox/aws/requirements.txt"), "utf8");
    const packages = text.split(/\n(?=\S)/).filter((entry) => /^[a-z]/i.test(entry));
    expect(packages).to.have.length.above(10);
    expect(text).to.contain(`\nministack==${ministackVersion} `);
    for (const entry of packages) expect(entry).to.match(/==.*[\s\S]*--hash=sha256:[0-9a-f]{64}/);
  });
});
