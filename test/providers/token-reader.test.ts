import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readToken, TokenError } from "../../providers/token-reader";

describe("reading a vendor token", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "token-reader-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("takes it from the variable that is named, without white space around it", () => {
    expect(readToken({ env: "SPOT" }, { SPOT: " abc123\n", OTHER: "no" })).to.equal("abc123");
  });

  it("takes it from the file that is named, without the line break at its end", async () => {
    const file = join(folder, "token");
    await writeFile(file, "abc123\n");

    expect(readToken({ file }, {})).to.equal("abc123");
  });

  it("names the variable that is not set, and says what to do", () => {
    expect(() => readToken({ env: "SPOT" }, {})).to.throw(TokenError, /environment variable SPOT is not set\. Set it/);
  });

  it("names the variable or the file that is empty", async () => {
    const file = join(folder, "empty");
    await writeFile(file, "\n");

    expect(() => readToken({ env: "SPOT" }, { SPOT: " " })).to.throw(TokenError, "environment variable SPOT is empty");
    expect(() => readToken({ file }, {})).to.throw(TokenError, `file ${file} is empty`);
  });

  it("names the file that cannot be read, and why", () => {
    const file = join(folder, "absent");

    expect(() => readToken({ file }, {})).to.throw(TokenError, `file ${file} cannot be read (ENOENT)`);
  });

  it("does not show a token it refuses", () => {
    const broken = "first-line\r\nHost: second-line";

    expect(() => readToken({ env: "SPOT" }, { SPOT: broken }))
      .to.throw(TokenError, "environment variable SPOT")
      .with.property("message")
      .that.does.not.match(/first-line|second-line/);
  });

  it("wants exactly one source", () => {
    expect(() => readToken({}, {})).to.throw(TokenError, "exactly one source");
    expect(() => readToken({ env: "A", file: "b" }, { A: "a" })).to.throw(TokenError, "exactly one source");
  });
});
