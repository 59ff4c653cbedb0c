import { expect } from "chai";
import { renderText } from "../../../automation/cli/render-text";
import type { RunEvent } from "../../../automation/model";
import type { Plan } from "../../../automation/plan/plan";
import { assertApprovable, wavesOf } from "../../../automation/plan/plan-waves";
import { planReport, runReport } from "../../../automation/report/json-reports";
import { planText } from "../../../automation/report/plan-text";
import { runText } from "../../../automation/report/run-text";
import { planReportSchema } from "../../../automation/report/schemas/plan";
import { runReportSchema } from "../../../automation/report/schemas/run";
import { describeStep } from "../../../automation/report/waves-text";
import { summarizeRun } from "../../../automation/run/run-summary";
import { operationFor } from "../run/sample-targets";

const ids = ["200000000000", "200000000001", "200000000002"];
const plain = { hasColour: false };
const at = "2026-01-30T09:00:00.000Z";

function planOf(actions: Plan["items"][number]["action"][]): Plan {
  const proven = { provenAt: at, provenIn: "run-0", roleArns: [] };
  return {
    ...{ fleet: "acme", action: "up", leftOut: [] },
    items: actions.map((action, index) => ({
      ...{ target: operationFor(ids[index] ?? "").target, action, notes: [], after: [] },
      ...(action === "unchanged" ? { proven } : {}),
    })),
    waves: [
      {
        ...{ name: "canary", canary: true, size: 1, soak: "30m" },
        gate: { hours: "08:00-16:00", command: ["check.sh", "-q"], approval: true },
      },
      { name: "wave 1", size: "100%", gate: { approval: true } },
    ],
  };
}

describe("The waves of a plan", () => {
  it("are told to a person with what lies between them, and to a program", () => {
    const plan = planOf(["enrol", "enrol", "enrol"]);
    expect(renderText(planText(plan), plain)).to.include(
      "  canary: 1 account, then a soak of 30 minutes, 08:00-16:00 UTC, check.sh -q, approval\n  wave 1: 2 accounts\n",
    );
    const report = planReportSchema.parse(planReport(plan));
    expect(report.accounts.map(({ wave }) => wave)).to.deep.equal(["canary", "wave 1", "wave 1"]);
    expect(report.waves?.[0]).to.deep.include({ name: "canary", accountIds: [ids[0]], soak: "30m" });
  });

  it("count without what is left alone, and are not told of where there is but one", () => {
    const plan = planOf(["unchanged", "enrol", "unchanged"]);
    expect(wavesOf(plan).map(({ accountIds }) => accountIds)).to.deep.equal([[ids[1]]]);
    expect(wavesOf(plan, true).map(({ accountIds }) => accountIds)).to.deep.equal([[ids[0]], [ids[1], ids[2]]]);
    expect(renderText(planText(plan), plain)).not.to.include("Waves");
    expect(planReportSchema.parse(planReport(plan))).not.to.have.property("waves");
  });

  it("that wait for approval are refused where nobody can give it, but not for a gate nothing follows", () => {
    const staged = wavesOf(planOf(["enrol", "enrol"]));
    expect(() => assertApprovable(staged, false)).to.throw(/there is nobody to ask/);
    assertApprovable(staged, true);
    assertApprovable(wavesOf(planOf(["enrol"])), false);
  });
});

describe("A run in waves that was stopped", () => {
  const [first = "", ...rest] = ids;
  const reason = "1 account of canary failed, and a canary bears no failure";
  const failure = { kind: "aws", message: "Throttling" };
  const events: RunEvent[] = [
    {
      ...{ type: "run-started", at, runId: "run-1", fleet: "acme", action: "up", leftOut: [] },
      targets: ids.map((id) => ({ id, name: `account ${id}` })),
      waves: [
        { name: "canary", accountIds: [first] },
        { name: "wave 1", accountIds: rest },
      ],
    },
    { type: "wave-started", at, wave: "canary" },
    { type: "target-started", at, accountId: first, attempt: 1 },
    { type: "target-retried", at, accountId: first, attempt: 1, failure, againAt: at },
    { type: "target-started", at, accountId: first, attempt: 2 },
    { type: "target-failed", at, accountId: first, failure },
    { type: "run-stopped", at, reason },
    ...rest.map((accountId): RunEvent => ({ type: "target-not-started", at, accountId, reason })),
    { type: "run-ended", at, result: "failed" },
  ];

  it("is reported with its waves, every attempt and the reason, which a person is told once", () => {
    const summary = summarizeRun(events);
    const report = runReportSchema.parse(runReport(summary));
    expect(report.stopped).to.equal(reason);
    expect(report.waves?.map(({ name, startedAt }) => [name, startedAt])).to.deep.equal([
      ["canary", at],
      ["wave 1", undefined],
    ]);
    expect(report.accounts[0]).to.deep.include({ attempts: 2, retried: [failure] });
    expect(renderText(runText(summary), plain)).to.include(`Not started:\n  2 accounts: ${reason}\n`);
  });

  it("is told step by step", () => {
    const steps = events.flatMap((event) => describeStep(event) ?? []);
    expect(steps).to.deep.equal(["canary begins", `Nothing more is started: ${reason}`]);
    const waits: RunEvent = { type: "wave-waits", at, wave: "canary", for: "a soak of 30 minutes", until: at };
    expect(describeStep(waits)).to.equal("after canary: waiting for a soak of 30 minutes, until 2026-01-30 09:00 UTC");
  });
});
