import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { errorReportSchema } from "../../../automation/report/schemas/error";
import { CapturingTerminal, run } from "./capturing-terminal";

describe("runCli", () => {
  let terminal: CapturingTerminal;
  let folder: string;
  beforeEach(async () => {
    terminal = new CapturingTerminal();
    folder = await mkdtemp(path.join(tmpdir(), "run-cli-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("shows all verbs and the exit codes with --help", async () => {
    expect(await run(terminal, "--help")).to.equal(0);
    for (const verb of ["plan", "up", "status", "explain", "prove", "drift", "rotate", "offboard", "report"])
      expect(terminal.out).to.match(new RegExp(`^ {2}${verb} `, "m"));
    expect(terminal.out).to.include("130 cancelled");
    expect(terminal.err).to.equal("");
  });

  for (const verb of ["plan", "up", "status", "explain", "prove", "drift", "rotate", "offboard", "report"]) {
    it(`shows examples with ${verb} --help`, async () => {
      expect(await run(terminal, verb, "--help")).to.equal(0);
      expect(terminal.out)
        .to.include("--json")
        .and.to.match(new RegExp(`Examples:\n {2}\\$ cross-account ${verb}`));
    });
  }

  it("tells its version", async () => {
    expect(await run(terminal, "--version")).to.equal(0);
    expect(terminal.out).to.equal("1.2.3\n");
  });

  const misuses: [title: string, args: string[], words: RegExp][] = [
    ["a verb that does not exist", ["plna"], /Did you mean plan\?/],
    ["an option that does not exist", ["up", "--yess"], /Did you mean --yes\?/],
    ["no verb at all", [], /Usage: cross-account/],
    ["a number that is none", ["up", "--concurrency", "many"], /whole number, at least 1/],
    ["a concurrency of nothing", ["up", "--concurrency", "0"], /whole number, at least 1/],
    ["a cap for a verb that changes nothing", ["prove", "--max-targets", "1"], /unknown option/],
    ["a negative cap", ["plan", "--max-targets", "-1"], /whole number, at least 0/],
    ["no name where a name should be", ["up", "--only", "a,,b"], /names no account/],
    ["two fleet files", ["plan", "a.yaml", "b.yaml"], /too many arguments/],
  ];
  for (const [title, args, words] of misuses) {
    it(`exits 1 for ${title}, and says so`, async () => {
      expect(await run(terminal, ...args)).to.equal(1);
      expect(terminal.err).to.match(words);
      expect(terminal.out).to.equal("");
    });
  }

  it("exits 1 with every problem of the fleet file, for a person", async () => {
    const file = path.join(folder, "fleet.yaml");
    await writeFile(file, "name: acme\nhub: { acountId: x }\n");
    expect(await run(terminal, "plan", file)).to.equal(1);
    expect(terminal.err).to.match(/fleet\.yaml: 4 problems, nothing was changed\./);
    expect(terminal.err).to.include("  2:8  hub.acountId: is not a known key; did you mean accountId?\n");
    expect(terminal.err).not.to.match(/ {4}at /);
    expect(terminal.out).to.equal("");
  });

  it("prints exactly one JSON document with --json, problems too", async () => {
    expect(await run(terminal, "up", path.join(folder, "none.yaml"), "--json", "--yes")).to.equal(1);
    const report = errorReportSchema.parse(JSON.parse(terminal.out));
    expect(report).to.deep.include({ kind: "input" });
    expect(report.problems?.[0]?.message).to.match(/does not exist/);
  });

  it("prints JSON for arguments that cannot be used too", async () => {
    expect(await run(terminal, "up", "--json", "--concurrency", "0")).to.equal(1);
    expect(errorReportSchema.parse(JSON.parse(terminal.out)).message).to.match(/at least 1/);
  });
});
