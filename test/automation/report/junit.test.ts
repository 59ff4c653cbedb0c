import { expect } from "chai";
import { parse, type TestSuite } from "junit2json";
import type { RunEvent } from "../../../automation/model";
import { junitReport } from "../../../automation/report/junit";
import { type RunSummary, summarizeRun } from "../../../automation/run/run-summary";
import { hostileName, largeRun, largeRunAccount } from "./large-run";
import { mixedRun } from "./sample-run";

/** The suites, as a parser of pipelines reads them; it refuses what is no well-formed XML. */
async function suitesOf(run: RunSummary): Promise<TestSuite[]> {
  const parsed = await parse(junitReport(run));
  return parsed && "testsuite" in parsed ? (parsed.testsuite ?? []) : expect.fail("there are no test suites");
}

describe("junitReport", () => {
  it("makes a test case of every account: passed, failed with what to do, or skipped with the reason", async () => {
    const [suite, ...others] = await suitesOf(summarizeRun(mixedRun()));
    expect(others).to.deep.equal([]);
    expect(suite).to.include({ name: "acme.up", tests: 3, failures: 1, errors: 0, skipped: 1 });
    expect(suite).to.include({ timestamp: "2026-01-31T09:45:00" });
    expect(suite?.properties).to.deep.include({ name: "run", value: "20260131T094500Z-abcdef" });
    const [done, failed, skipped] = suite?.testcase ?? [];
    expect(done).to.include({ classname: "acme.up", name: "shop-prod (222222222222)" });
    expect(done?.["system-out"]?.[0]).to.include(
      "act-1, 6 created, proven\nspot, SpotRole: right party is in, expected in",
    );
    expect(failed?.failure).to.deep.equal([
      {
        type: "vendor",
        message: "connected to act-2 and act-3",
        inner: "connected to act-2 and act-3\nDelete one of them at Spot.",
      },
    ]);
    expect(skipped?.skipped).to.deep.equal([{ message: "the run was cancelled before its turn" }]);
  });

  it("counts and times as its cases do, and takes accounts that were left alone for passed", async () => {
    const [suite] = await suitesOf(largeRun(100));
    const cases = suite?.testcase ?? [];
    expect(cases).to.have.length(101);
    expect(suite).to.include({ tests: 101, failures: 11, time: 1_000 });
    expect(cases.filter(({ failure }) => failure)).to.have.length(11);
    expect(cases.at(-1)).to.include({ name: "quiet (777777777777)", time: 0 });
    expect(new Set(cases.map(({ name }) => name))).to.have.property("size", 101);
  });

  it("keeps names and messages as they are, whatever they hold", async () => {
    const events = mixedRun().map(
      (event): RunEvent =>
        event.type === "target-failed"
          ? { ...event, failure: { kind: "aws", message: `${hostileName} ]]> \u001b[31m`, instruction: "a & b" } }
          : event,
    );
    const [suite] = await suitesOf(summarizeRun(events));
    expect(suite?.testcase?.[1]?.failure?.[0]?.inner).to.equal(`${hostileName} ]]> \ufffd[31m\na & b`);
    const [large] = await suitesOf(largeRun(5));
    expect(large?.testcase?.[3]).to.include({ name: `${hostileName} (${largeRunAccount(3)})` });
  });

  it("takes an account that a killed run left half way for an error, and one whose turn did not come for skipped", async () => {
    const [suite] = await suitesOf(summarizeRun(mixedRun().slice(0, 5)));
    expect(suite).to.include({ errors: 1, skipped: 1 });
    expect(suite?.testcase?.[1]?.error).to.deep.equal([
      { type: "unfinished", message: "was begun, and the run tells of no end" },
    ]);
  });

  it("has a suite of the files for the parties' tools", async () => {
    const failure = { kind: "artefact", message: "the folder is read-only" };
    const run = summarizeRun(mixedRun());
    const artefacts: RunSummary["artefacts"] = [
      { path: "artefacts/stacker.yaml", state: "written" },
      { path: "artefacts/aws-config", state: "failed", failure },
    ];
    const [, files] = await suitesOf({ ...run, artefacts });
    expect(files).to.include({ name: "acme.artefacts", tests: 2, failures: 1 });
    expect(files?.testcase?.[1]?.failure?.[0]).to.include({ message: "the folder is read-only" });
  });
});
