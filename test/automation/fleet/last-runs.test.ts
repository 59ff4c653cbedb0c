import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { findLastRuns, findUnfinished } from "../../../automation/fleet/last-runs";
import { folderStore } from "../../../automation/journal/folder-store";
import { openJournal } from "../../../automation/journal/journal-store";
import type { RunEvent } from "../../../automation/model";
import { mixedRun } from "../report/sample-run";

describe("findLastRuns", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "last-runs-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (runId: string, events: readonly RunEvent[]): Promise<void> => {
    const journal = await openJournal(folderStore(folder), runId);
    for (const event of events) await journal.append(event);
    await journal.close();
  };
  const runOf = (runId: string, accountId: string): RunEvent[] => [
    {
      type: "run-started",
      at: "2026-02-01T00:00:00.000Z",
      runId,
      fleet: "acme",
      action: "offboard",
      targets: [{ id: accountId, name: "shop" }],
      leftOut: [],
    },
    { type: "target-started", at: "2026-02-01T00:00:01.000Z", accountId, attempt: 1 },
  ];

  it("knows the latest run of each account, also one that was killed", async () => {
    await write("20260131T094500Z-abcdef", mixedRun());
    await write("20260201T000000Z-aaaaaa", runOf("20260201T000000Z-aaaaaa", "222222222222"));
    const runs = await findLastRuns(folderStore(folder));
    expect(runs.get("222222222222")).to.deep.equal({
      runId: "20260201T000000Z-aaaaaa",
      at: "2026-02-01T00:00:00.000Z",
      action: "offboard",
      result: "running",
    });
    expect(runs.get("333333333333")).to.include({ runId: "20260131T094500Z-abcdef", result: "failed" });
  });

  it("reads the others when one journal is damaged", async () => {
    await write("20260131T094500Z-abcdef", mixedRun());
    await writeFile(path.join(folder, "20260301T000000Z-bbbbbb.jsonl"), "no JSON\n{}\n");
    expect((await findLastRuns(folderStore(folder))).get("222222222222")?.result).to.equal("done");
  });

  it("knows nothing before the first run", async () => {
    expect((await findLastRuns(folderStore(path.join(folder, "none")))).size).to.equal(0);
  });
});

describe("findUnfinished", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "unfinished-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const accountId = "111111111111";
  const at = "2026-02-01T00:00:00.000Z";
  const started: RunEvent = { type: "target-started", at, accountId, attempt: 1 };
  const write = async (runId: string, events: readonly RunEvent[]): Promise<void> => {
    const journal = await openJournal(folderStore(folder), runId);
    const targets = [{ id: accountId, name: "shop" }];
    await journal.append({ type: "run-started", at, runId, fleet: "acme", action: "up", targets, leftOut: [] });
    for (const event of events) await journal.append(event);
    await journal.close();
  };
  const outcome = {
    accountId,
    changes: { create: 1, update: 0, replace: 0, delete: 0, same: 0 },
    grants: [],
    durationMs: 1,
  };

  it("names accounts whose run was killed or failed, until one succeeds", async () => {
    expect([...(await findUnfinished(folderStore(folder)))]).to.deep.equal([]);
    await write("20260201T000000Z-aaaaaa", [started]);
    expect([...(await findUnfinished(folderStore(folder)))]).to.deep.equal([accountId]);
    const failure = { kind: "vendor", message: "no" };
    await write("20260202T000000Z-aaaaaa", [started, { type: "target-failed", at, accountId, failure }]);
    expect([...(await findUnfinished(folderStore(folder)))]).to.deep.equal([accountId]);
    await write("20260203T000000Z-aaaaaa", [started, { type: "target-done", at, accountId, outcome }]);
    expect([...(await findUnfinished(folderStore(folder)))]).to.deep.equal([]);
  });

  it("does not name an account that the last run left alone, as it was as it had been proven", async () => {
    await write("20260201T000000Z-aaaaaa", [{ type: "target-not-started", at, accountId, reason: "cancelled" }]);
    const journal = await openJournal(folderStore(folder), "20260202T000000Z-aaaaaa");
    const unchanged = [{ id: accountId, name: "shop", provenAt: at, provenIn: "run-1", roleArns: [] }];
    const run = { runId: "20260202T000000Z-aaaaaa", fleet: "acme", action: "up" as const, targets: [], leftOut: [] };
    await journal.append({ type: "run-started", at, ...run, unchanged });
    await journal.close();
    expect((await findLastRuns(folderStore(folder))).get(accountId)?.result).to.equal("unchanged");
    expect([...(await findUnfinished(folderStore(folder)))]).to.deep.equal([]);
  });

  it("is not misled by a run that did not come to the account", async () => {
    await write("20260201T000000Z-aaaaaa", [started]);
    await write("20260202T000000Z-aaaaaa", [{ type: "target-not-started", at, accountId, reason: "cancelled" }]);
    await write("20260203T000000Z-aaaaaa", []);
    expect([...(await findUnfinished(folderStore(folder)))]).to.deep.equal([accountId]);
  });
});
