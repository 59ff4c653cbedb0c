import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { CapturingTerminal, run } from "./capturing-terminal";

describe("watch, before it begins", () => {
  let folder: string;
  let file: string;
  let terminal: CapturingTerminal;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "watch-command-"));
    file = path.join(folder, "fleet.yaml");
    const lines = [
      "name: acme",
      'hub: { accountId: "111111111111" }',
      "accounts: { include: [{ ou: / }] }",
      "grants: [{ party: spot, token: { env: SPOTINST_TOKEN } }]",
      "watch: { offboard: true, alert: { webhook: { file: ./no-such-file } } }",
    ];
    await writeFile(file, lines.join("\n"));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    terminal = new CapturingTerminal();
  });

  it("is refused without --yes where nobody can be asked", async () => {
    expect(await run(terminal, "watch", file)).to.equal(3);
    expect(terminal.err).to.match(/Refused: There is nobody to ask.*\nAdd --yes/);
  });

  it("asks once, naming what it will do without asking, and may be told no", async () => {
    Object.assign(terminal, { canAsk: true, answer: false });
    expect(await run(terminal, "watch", file)).to.equal(130);
    expect(terminal.questions).to.deep.equal([
      "Bring up the accounts of acme as they appear or change, and offboard those that leave, without asking again?",
    ]);
  });

  it("refuses a webhook whose URL cannot be read, before it looks at anything", async () => {
    expect(await run(terminal, "watch", "--yes", "--once", file)).to.equal(1);
    expect(terminal.err).to.include("watch.alert.webhook: the URL could not be read from file");
    expect(terminal.err).to.include(path.join(folder, "no-such-file"));
  });

  it("refuses a time that is none, and shows with --help how it is scheduled", async () => {
    expect(await run(terminal, "watch", "--every", "soon", file)).to.equal(1);
    expect(terminal.err).to.include("It must be a span of time, such as 5m, 12h or 7d.");
    expect(await run(terminal, "watch", "--help")).to.equal(0);
    expect(terminal.out).to.include("cross-account watch --yes --once --json");
  });
});
