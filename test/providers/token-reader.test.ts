import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createTokenReader } from "../../providers/token-reader";
import type { TokenSource } from "../../providers/token-source";
import { refusalOf } from "./token-refusal";

describe("reading a vendor token", () => {
  let folder: string;

  const read = (source: TokenSource, env: NodeJS.ProcessEnv = {}) => createTokenReader({ env }).read(source);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "token-reader-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("takes it from the variable that is named, without white space around it", async () => {
    expect(await read({ env: "SPOT" }, { SPOT: " abc123\n", OTHER: "no" })).to.equal("abc123");
  });

  it("takes it from the file that is named, without the line break at its end, and again when the file has another", async () => {
    const file = join(folder, "token");
    const reader = createTokenReader();
    await writeFile(file, "abc123\n");
    expect(await reader.read({ file })).to.equal("abc123");

    await writeFile(file, "def456\n");
    expect(await reader.read({ file })).to.equal("def456");
  });

  it("names the variable that is not set, and says what to do", async () => {
    expect(await refusalOf(read({ env: "SPOT" }))).to.match(/environment variable SPOT is not set\. Set it/);
  });

  it("names the variable or the file that is empty", async () => {
    const file = join(folder, "empty");
    await writeFile(file, "\n");

    expect(await refusalOf(read({ env: "SPOT" }, { SPOT: " " }))).to.contain("environment variable SPOT is empty");
    expect(await refusalOf(read({ file }))).to.contain(`file ${file} is empty`);
  });

  it("names the file that cannot be read, and why", async () => {
    const file = join(folder, "absent");

    expect(await refusalOf(read({ file }))).to.contain(`file ${file} cannot be read (ENOENT)`);
  });

  it("does not show a token it refuses", async () => {
    const broken = "first-line\r\nHost: second-line";

    expect(await refusalOf(read({ env: "SPOT" }, { SPOT: broken })))
      .to.contain("environment variable SPOT")
      .and.not.match(/first-line|second-line/);
  });

  it("wants exactly one source", async () => {
    expect(await refusalOf(read({}))).to.contain("exactly one source");
    expect(await refusalOf(read({ env: "A", file: "b" }, { A: "a" }))).to.contain("exactly one source");
  });

  describe("that takes a while to get", () => {
    /** A command that prints one token after the other, and how often it was asked. */
    const minting = async () => {
      const file = join(await mkdtemp(join(folder, "mint-")), "asked");
      const script = `n=$(($(cat '${file}' 2>/dev/null || echo 0) + 1)); echo $n > '${file}'; echo token-$n`;
      return { command: ["sh", "-c", script] };
    };

    it("asks the source once for a thousand stacks, and again when the answer has become old", async () => {
      let now = 0;
      const reader = createTokenReader({ now: () => now, keepMs: 100 });
      const source = await minting();

      const tokens = await Promise.all(Array.from({ length: 1_000 }, () => reader.read(source)));
      expect(new Set(tokens)).to.deep.equal(new Set(["token-1"]));
      now = 99;
      expect(await reader.read(source)).to.equal("token-1");
      now = 100;
      expect(await reader.read(source)).to.equal("token-2");
    });

    it("asks the source again when the vendor refused the token, once for everybody", async () => {
      const reader = createTokenReader();
      const source = await minting();
      await reader.read(source);

      const again = await Promise.all(Array.from({ length: 50 }, () => reader.read(source, "token-1")));
      expect(new Set(again)).to.deep.equal(new Set(["token-2"]));
      expect(await reader.read(source)).to.equal("token-2");
    });

    it("does not ask on end a source that keeps to a token the vendor refuses", async () => {
      const counted = join(folder, "counted");
      const source = { command: ["sh", "-c", `echo asked >> '${counted}'; echo revoked`] };
      const reader = createTokenReader();
      for (const refused of [undefined, "revoked", "revoked", "revoked"]) await reader.read(source, refused);

      expect(await read({ command: ["sh", "-c", `grep -c asked '${counted}'`] })).to.equal("2");
    });

    it("keeps no failure", async () => {
      const file = join(folder, "late");
      const reader = createTokenReader();
      const source = { command: ["cat", file] };
      expect(await refusalOf(reader.read(source))).to.contain("the command cat failed with exit code 1");

      await writeFile(file, "abc123\n");
      expect(await reader.read(source)).to.equal("abc123");
    });
  });
});
