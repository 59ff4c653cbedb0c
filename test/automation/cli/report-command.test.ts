import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { folderStore } from "../../../automation/journal/folder-store";
import { openJournal } from "../../../automation/journal/journal-store";
import type { RunEvent } from "../../../automation/model";
import { type Report, reportSchema } from "../../../automation/report/report-schemas";
import { mixedRun } from "../report/sample-run";
import { CapturingTerminal, run } from "./capturing-terminal";

const fleetFile = `
name: acme
hub: { accountId: "111111111111" }
accounts: { list: [{ accountId: "222222222222" }] }
grants: [{ party: spot, token: { env: SPOTINST_TOKEN } }]
`;
const [older, newer] = ["20260130T094500Z-aaaaaa", "20260131T094500Z-abcdef"] as const;

describe("cross-account report", () => {
  let folder: string;
  let journals: string;
  let file: string;
  let terminal: CapturingTerminal;

  const report = (...args: string[]): Promise<number> => run(terminal, "report", file, ...args);
  const json = (): Report => reportSchema.parse(JSON.parse(terminal.out));
  const record = async (runId: string, events: readonly RunEvent[]): Promise<void> => {
    const journal = await openJournal(folderStore(journals), runId);
    for (const event of events) await journal.append(event.type === "run-started" ? { ...event, runId } : event);
    await journal.close();
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "report-command-"));
    journals = path.join(folder, ".cross-account", "acme");
    file = path.join(folder, "fleet.yaml");
    await writeFile(file, fleetFile);
    terminal = new CapturingTerminal();
    await record(older, mixedRun().slice(0, 5));
    await record(newer, mixedRun());
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("shows the last run, what failed and what took longest, and exits 0 however it ended", async () => {
    expect(await report()).to.equal(0);
    expect(terminal.out).to.match(/^Run 20260131T094500Z-abcdef: up of the fleet acme, 2026-01-31 09:45 UTC\./);
    expect(terminal.out).to.include("shop-dev (333333333333): connected to act-2 and act-3");
    expect(terminal.out).to.match(/Half of the accounts took at most .*; the slowest was shop-/);
  });

  it("shows any other run with --run, and says so of one without an end", async () => {
    expect(await report("--run", older)).to.equal(0);
    expect(terminal.out).to.include(`Run ${older}`).and.to.include("it goes on, or it was killed");
  });

  it("prints a run as the published JSON, with the failures grouped and when each account was worked on", async () => {
    expect(await report("--json")).to.equal(0);
    const told = json();
    if (told.report !== "run") return expect.fail(`it is a report of the kind ${told.report}`);
    expect(told.failureGroups).to.deep.equal([
      {
        ...{ kind: "vendor", message: "connected to act-2 and act-3", instruction: "Delete one of them at Spot." },
        accountIds: ["333333333333"],
      },
    ]);
    expect(told.accounts[0]).to.include({ startedAt: "2026-01-31T09:45:00.000Z", endedAt: "2026-01-31T09:45:00.000Z" });
  });

  it("lists all runs, newest first, and names those it cannot read", async () => {
    await appendFile(path.join(journals, "20260129T094500Z-bbbbbb.jsonl"), "no journal\n{}\n");
    expect(await report("--list")).to.equal(0);
    expect(terminal.out).to.match(/20260131T094500Z-abcdef +up +cancelled[\s\S]*20260130T094500Z-aaaaaa +up +running/);
    terminal.out = "";
    expect(await report("--list", "--json")).to.equal(0);
    const told = json();
    if (told.report !== "runs") return expect.fail(`it is a report of the kind ${told.report}`);
    expect(told.runs.map(({ runId, counts }) => [runId, counts.failed])).to.deep.equal([
      [newer, 1],
      [older, 0],
    ]);
    expect(told.unreadable).to.deep.equal(["20260129T094500Z-bbbbbb"]);
  });

  it("writes JUnit XML and a page, with the coverage that status printed", async () => {
    const junit = path.join(folder, "run.xml");
    const html = path.join(folder, "run.html");
    const status = path.join(folder, "status.json");
    const counts = { missing: 1 };
    const account = { accountId: "666666666666", name: "not-yet", state: "missing", hasStack: false, grants: [] };
    await writeFile(
      status,
      JSON.stringify({ report: "coverage", version: 1, fleet: "acme", accounts: [account], counts }),
    );
    expect(await report("--junit", junit, "--html", html, "--coverage", status)).to.equal(0);
    expect(await readFile(junit, "utf8")).to.match(/^<\?xml [\s\S]*shop-dev \(333333333333\)/);
    expect(await readFile(html, "utf8")).to.match(/^<!doctype html>[\s\S]*666666666666/);
  });

  const misuses: [title: string, args: string[], words: RegExp][] = [
    ["a run that does not exist", ["--run", "20200101T000000Z-000000"], /no run "20200101T000000Z-000000".*--list/],
    ["a list that is to be written", ["--list", "--junit", "list.xml"], /--list: shows all runs/],
    ["coverage without a page", ["--coverage"], /--coverage: is a part of the page/],
    [
      "a file in a folder that is not there",
      ["--html", "/nowhere/run.html"],
      /--html \/nowhere\/run\.html: cannot be written \(ENOENT\)/,
    ],
  ];
  for (const [title, args, words] of misuses) {
    it(`exits 1 for ${title}, and says what to do`, async () => {
      expect(await report(...args)).to.equal(1);
      expect(terminal.err).to.match(words);
      expect(terminal.out).to.equal("");
    });
  }

  it("exits 1 for coverage that is none, and writes nothing", async () => {
    const html = path.join(folder, "run.html");
    expect(await report("--html", html, "--coverage", file)).to.equal(1);
    expect(terminal.err).to.include("is not what `cross-account status --json` prints");
    expect(await stat(html).catch(() => "none")).to.equal("none");
  });

  it("exits 1 where there is no run yet, and says what makes one", async () => {
    await rm(journals, { recursive: true });
    expect(await report()).to.equal(1);
    expect(terminal.err).to.include("`cross-account up` makes the first one");
    expect(await report("--list")).to.equal(0);
    expect(terminal.out).to.include("has no run yet");
  });
});
