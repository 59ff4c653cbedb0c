import { expect } from "chai";
import { renderText } from "../../../automation/cli/render-text";
import type { AccountFacts } from "../../../automation/fleet/coverage";
import { createCoverage } from "../../../automation/fleet/create-coverage";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import type { RunEvent } from "../../../automation/model";
import type { Plan } from "../../../automation/plan/plan";
import { coverageText } from "../../../automation/report/coverage-text";
import { coverageReport, planReport, proofReport, runReport } from "../../../automation/report/json-reports";
import { planText } from "../../../automation/report/plan-text";
import { proofText } from "../../../automation/report/proof-text";
import { reportJsonSchema, reportSchema } from "../../../automation/report/report-schemas";
import { runText } from "../../../automation/report/run-text";
import { summarizeRun } from "../../../automation/run/run-summary";
import { sampleAccount, sampleHub, sampleSettings } from "../fleet/sample-fleet";
import { changes, mixedRun, proof, sampleFleetProof } from "./sample-run";

const plain = { hasColour: false };
const settings = sampleSettings("accounts: { include: [{ ou: / }] }");
const shop = sampleAccount({ id: "222222222222", name: "shop-prod" });
const plan: Plan = {
  fleet: "acme",
  action: "up",
  items: [
    {
      target: resolveTarget(settings, shop, sampleHub),
      action: "enrol",
      notes: ["adopts the Spot account act-1"],
      after: [],
    },
  ],
  leftOut: [{ account: sampleAccount({ id: "555555555555", name: "old-website" }), reason: "is suspended" }],
};

describe("runText", () => {
  const text = renderText(runText(summarizeRun(mixedRun())), plain);

  it("shows the vendor account, the role and every answer of the proof", () => {
    expect(text).to.match(
      /222222222222 +shop-prod +done +6 created +act-1 acme-shop-prod \(adopted\) +SpotRole +in: right party/,
    );
    expect(text).to.include("out (from the live trust policy): wrong id");
    expect(text).to.include(
      "1 of 1 roles open for the right party alone: 1 answer of STS, 1 read from the live trust policy.",
    );
  });

  it("says why an account failed and what to do", () => {
    expect(text).to.match(
      /Failed:\n {2}shop-dev \(333333333333\): connected to act-2 and act-3\n {4}Delete one of them at Spot\./,
    );
  });

  it("says who is left out and why", () => {
    expect(text).to.include("old-website (555555555555) is suspended");
  });

  it("sums up in one line", () => {
    expect(text).to.include("Cancelled: 1 account done, 1 failed, 1 not started in 12.3 s; 6 created.");
  });

  it("says so when nothing changed", () => {
    const events = mixedRun().map(
      (event): RunEvent =>
        event.type === "target-done"
          ? { ...event, outcome: { ...event.outcome, changes: changes({ same: 6 }) } }
          : event,
    );
    expect(renderText(runText(summarizeRun(events)), plain)).to.include("nothing changed.");
  });

  it("marks an answer that is not the expected one", () => {
    const events = mixedRun().map(
      (event): RunEvent =>
        event.type === "target-proved" ? { ...event, proofs: [proof(event.accountId, true)] } : event,
    );
    expect(renderText(runText(summarizeRun(events)), plain)).to.include(
      "WRONG, in (from the live trust policy): wrong id",
    );
  });
});

describe("planText", () => {
  it("shows each target with its action and notes, and who is left out", () => {
    const text = renderText(planText(plan), plain);
    expect(text).to.match(/222222222222 +shop-prod +\/Workloads\/Dev +enrol +adopts the Spot account act-1/);
    expect(text).to.include("Enrol 1 account in the fleet acme; 1 account left out.");
    expect(text).to.include("old-website (555555555555) is suspended");
  });

  it("shows what previews found out, failures too", () => {
    const previews = [{ accountId: shop.id, changes: changes({ create: 6, update: 1 }) }];
    expect(renderText(planText(plan, previews), plain)).to.include("create 6, update 1");
    const failed = [{ accountId: shop.id, failure: { kind: "aws", message: "no entry" } }];
    expect(renderText(planText(plan, failed), plain)).to.include("no entry");
  });

  it("says so when there is nothing to do", () => {
    expect(renderText(planText({ ...plan, items: [], leftOut: [] }), plain)).to.match(/^Nothing to do/);
  });
});

describe("coverageText", () => {
  it("shows a line an account, the numbers, and what to do", () => {
    const facts: AccountFacts[] = [
      {
        account: shop,
        hasStack: true,
        grants: [
          {
            party: "spot",
            role: "present",
            roleArn: "arn:aws:iam::222222222222:role/SpotRole",
            vendorAccounts: [{ id: "act-1", name: "acme-shop" }],
          },
        ],
      },
      {
        account: sampleAccount({ id: "333333333333", name: "new" }),
        hasStack: false,
        grants: [{ party: "spot", role: "absent", vendorAccounts: [] }],
      },
    ];
    const text = renderText(coverageText(createCoverage("acme", facts, [])), plain);
    expect(text).to.match(/222222222222 +shop-prod +\/Workloads\/Dev +enrolled +SpotRole +act-1 acme-shop/);
    expect(text).to.include("2 accounts in the fleet acme: 1 enrolled, 1 missing.");
    expect(text).to.include("`cross-account up` enrols");
  });
});

describe("proofText", () => {
  const text = renderText(proofText(sampleFleetProof()), plain);

  it("shows a row a role and a column a question that was asked, and marks what was not asked of STS", () => {
    expect(text).to.match(/Account +Name +Party +Role +Right party +Wrong id\n/);
    expect(text).to.match(/222222222222 +shop-prod +spot +SpotRole +in +out\*\n/);
    expect(text).to.match(/333333333333 +shop-dev +spot +SpotRole +in +WRONG: in\*\n/);
    expect(text).to.include("* read from the live trust policy");
  });

  it("says below it what is wrong with which role, and of which account nothing is known", () => {
    expect(text).to.include("shop-dev (333333333333), spot, SpotRole: wrong id is in: the policy");
    expect(text).to.match(/data-lake \(444444444444\): no entry\n {4}Look at the role\./);
    expect(text).to.include("1 of 2 roles open for the right party alone");
    expect(text).to.include("nothing is known of 1 account");
    expect(text).to.include("old-website (555555555555) is suspended");
  });

  it("writes a block a role where the matrix would be broken", () => {
    const narrow = renderText(proofText(sampleFleetProof()), { ...plain, columns: 40 });
    expect(narrow).to.match(/222222222222 {2}shop-prod\n {2}Party +spot\n {2}Role +SpotRole\n {2}Right party +in\n/);
  });

  it("says so when there is no role", () => {
    const empty = { ...sampleFleetProof(), accounts: [], leftOut: [] };
    expect(renderText(proofText(empty), plain)).to.equal("There is no role to be proven in the fleet acme.");
  });
});

describe("renderText", () => {
  const parts = runText(summarizeRun(mixedRun()));

  it("writes no colour codes where there are no colours", () => {
    expect(renderText(parts, plain)).not.to.include("\u001b");
  });

  it("adds nothing but colour codes where there are", () => {
    const coloured = renderText(parts, { hasColour: true });
    expect(coloured).to.include("\u001b[31mfailed");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with one
    const stripped = coloured.replace(/\u001b\[\d+m/g, "");
    const words = (text: string): string[] => text.split(/\s+/);
    expect(words(stripped)).to.deep.equal(words(renderText(parts, plain)));
  });
});

describe("renderText on a narrow terminal", () => {
  const table = { head: ["Account", "Name", "Role", "Why"], rows: [["222222222222", "shop", "", "a\nlonger reason"]] };

  it("writes a block per row, without empty cells, where a table would be broken", () => {
    expect(renderText([table], { ...plain, columns: 30 })).to.equal(
      "222222222222  shop\n  Why   a\n        longer reason",
    );
  });

  it("keeps the table where it fits, and where there is no terminal", () => {
    for (const columns of [{ columns: 80 }, {}]) {
      expect(renderText([table], { ...plain, ...columns })).to.match(/^Account +Name +Role +Why/);
    }
  });
});

describe("the JSON reports", () => {
  it("fit the published schema, each with its kind", () => {
    const reports = [
      planReport(plan, { previews: [{ accountId: shop.id, changes: changes({ create: 6 }) }], refused: "too many" }),
      runReport(summarizeRun(mixedRun())),
      coverageReport(createCoverage("acme", [{ account: shop, hasStack: false, grants: [] }], [])),
      proofReport(sampleFleetProof()),
    ];
    for (const report of reports) {
      const parsed = reportSchema.safeParse(JSON.parse(JSON.stringify(report)));
      expect(parsed.error?.issues, report.report).to.equal(undefined);
    }
  });

  it("hold everything the events of a run told", () => {
    const { accounts, counts, result, leftOut } = runReport(summarizeRun(mixedRun()));
    expect(result).to.equal("cancelled");
    expect(counts).to.include({ done: 1, failed: 1, "not-started": 1 });
    expect(accounts[0]).to.deep.include({ accountId: "222222222222", state: "done", durationMs: 1234 });
    expect(accounts[0]?.proofs?.[0]?.results).to.have.length(2);
    expect(accounts[1]?.failure).to.deep.include({ kind: "vendor", instruction: "Delete one of them at Spot." });
    expect(leftOut).to.deep.equal([{ accountId: "555555555555", name: "old-website", reason: "is suspended" }]);
  });

  it("are published as JSON Schema, one alternative a kind", () => {
    const text = JSON.stringify(reportJsonSchema());
    for (const kind of ["plan", "run", "coverage", "proof", "error"]) expect(text).to.include(`"const":"${kind}"`);
  });
});
