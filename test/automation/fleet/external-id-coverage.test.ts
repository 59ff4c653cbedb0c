import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { describeDuration } from "../../../automation/fleet/duration";
import { describeExternalIds, proofKey } from "../../../automation/fleet/external-id-coverage";
import { findLastProofs } from "../../../automation/fleet/last-proofs";
import { folderStore } from "../../../automation/journal/folder-store";
import { openJournal } from "../../../automation/journal/journal-store";
import type { RunEvent } from "../../../automation/model";
import { changes, proof } from "../report/sample-run";

const accountId = "222222222222";
const roleArn = `arn:aws:iam::${accountId}:role/SpotRole`;
const now = Date.parse("2026-05-01T12:00:00.000Z");

describe("describeExternalIds", () => {
  const grant = { party: "spot", roleArn, externalIds: ["new", "old"], principals: [], vendorAccountId: "act-1" };
  const lastProof = { at: "2026-04-30T00:00:00.000Z", proven: true };

  it("tells age, source and last proof, and what is only accepted while it is replaced", () => {
    const externalIdOrigin = { source: "vendor", madeAt: "2026-04-01T13:00:00.000Z", rotation: 1 };
    const proofs = new Map([[proofKey(roleArn, "new"), lastProof]]);
    expect(describeExternalIds({ ...grant, externalIdOrigin }, proofs, now)).to.deep.equal([
      { value: "new", use: "in-use", source: "vendor", madeAt: externalIdOrigin.madeAt, ageDays: 29, lastProof },
      { value: "old", use: "previous", source: "vendor" },
    ]);
  });

  it("takes several that nobody rotates for in use, and those of a party without accounts for given", () => {
    const { vendorAccountId: _none, ...given } = grant;
    expect(describeExternalIds(grant, new Map(), now).map(({ use, source }) => `${use} ${source}`)).to.deep.equal([
      "in-use vendor",
      "in-use vendor",
    ]);
    expect(describeExternalIds(given, new Map(), now)[0]).to.deep.equal({
      value: "new",
      use: "in-use",
      source: "settings",
    });
  });
});

describe("findLastProofs", () => {
  it("answers the newest proof with each external id, however many runs there were", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "last-proofs-"));
    try {
      await write(folder, "20260101T000000Z-aaaaaa", "old", "2026-01-01T00:00:00.000Z");
      await write(folder, "20260201T000000Z-bbbbbb", "old", "2026-02-01T00:00:00.000Z", true);
      await write(folder, "20260301T000000Z-cccccc", "new", "2026-03-01T00:00:00.000Z");
      const proofs = await findLastProofs(folderStore(folder));
      expect(proofs.get(proofKey(roleArn, "new"))).to.deep.equal({ at: "2026-03-01T00:00:00.000Z", proven: true });
      expect(proofs.get(proofKey(roleArn, "old"))).to.deep.equal({ at: "2026-02-01T00:00:00.000Z", proven: false });
      expect(proofs.size).to.equal(2);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("describeDuration", () => {
  it("uses the largest unit there is at least one of", () => {
    expect([0, 60_000, 7_200_000, 86_400_000 * 3.5].map(describeDuration)).to.deep.equal([
      "0 minutes",
      "1 minute",
      "2 hours",
      "3 days",
    ]);
  });
});

async function write(folder: string, runId: string, externalId: string, at: string, wrong = false): Promise<void> {
  const grants = [{ party: "spot", roleArn, externalIds: [externalId], principals: [] }];
  const outcome = { accountId, changes: changes({}), durationMs: 1, grants };
  const events: RunEvent[] = [
    { type: "run-started", at, runId, fleet: "acme", action: "up", targets: [], leftOut: [] },
    { type: "target-done", at, accountId, outcome },
    { type: "target-proved", at, accountId, proofs: [proof(accountId, wrong)] },
  ];
  const journal = await openJournal(folderStore(folder), runId);
  for (const event of events) await journal.append(event);
  await journal.close();
}
