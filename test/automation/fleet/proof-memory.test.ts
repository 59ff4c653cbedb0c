import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { ProofMemory } from "../../../automation/fleet/proof-memory";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import { folderStore } from "../../../automation/journal/folder-store";
import { ProvenAccounts } from "../../../automation/journal/proven-accounts";
import type { TargetOperation, TargetOutcome } from "../../../automation/model";
import { sampleAccount, sampleHub, sampleSettings } from "./sample-fleet";

const settings = sampleSettings("accounts: { include: [{ ou: / }] }");
const managingId = "111111111111";
const managedId = "222222222222";

describe("What is remembered of the accounts a managing account is trusted by", () => {
  let folder: string;
  let proven: ProvenAccounts;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "proof-memory-"));
    proven = await ProvenAccounts.read(folderStore(folder));
    const entry = { fingerprint: "a", provenAt: "2026-01-31T09:00:00.000Z", provenIn: "run-1", grants: [], roles: [] };
    for (const accountId of [managingId, managedId]) await proven.put({ accountId, ...entry });
  });
  afterEach(async () => {
    await proven.close();
    await rm(folder, { recursive: true, force: true });
  });

  const known = async () => {
    const read = await ProvenAccounts.read(folderStore(folder));
    return [managingId, managedId].filter((id) => read.get(id) !== undefined);
  };
  const deploy = (managing: object | undefined, outcome: Partial<TargetOutcome>) => {
    const target = resolveTarget(settings, sampleAccount({ id: managingId }), sampleHub);
    const withSide = { ...target, settings: { ...target.settings, ...(managing ? { managing } : {}) } };
    const operation: TargetOperation = { fleet: "acme", action: "up", target: withSide };
    const changes = { create: 1, update: 0, replace: 0, delete: 0, same: 3 };
    const done: TargetOutcome = { accountId: managingId, changes, grants: [], durationMs: 1, ...outcome };
    return new ProofMemory({ runId: "run-2", proven }).deploy(operation, async () => done);
  };
  const role = { arn: "arn:aws:iam::111111111111:role/Spinnaker", trust: "{}" };

  it("is forgotten when a role was made there: AWS takes it for another one than the one they trust", async () => {
    await deploy({}, { roles: [{ ...role, kept: false }] });
    expect(await known()).to.deep.equal([]);
  });

  it("is forgotten when something was put right there", async () => {
    await deploy({}, { healed: ["the role Spinnaker is gone"] });
    expect(await known()).to.deep.equal([]);
  });

  it("stays when its roles were kept, and when it is no managing account", async () => {
    await deploy({}, { roles: [{ ...role, kept: true }] });
    expect(await known()).to.deep.equal([managedId]);
    await deploy(undefined, { roles: [{ ...role, kept: false }] });
    expect(await known()).to.deep.equal([managedId]);
  });
});
