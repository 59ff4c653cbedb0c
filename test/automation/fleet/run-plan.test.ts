import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import type { StackEngine } from "../../../automation/engine/stack-engine";
import type { Hub } from "../../../automation/fleet/hub-credentials";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import { runPlan } from "../../../automation/fleet/run-plan";
import { folderStore } from "../../../automation/journal/folder-store";
import { ProvenAccounts } from "../../../automation/journal/proven-accounts";
import type { Target } from "../../../automation/model";
import { createPlan } from "../../../automation/plan/create-plan";
import { findUnchanged } from "../../../automation/plan/find-unchanged";
import { createFingerprint } from "../../../automation/plan/fingerprint";
import { doorKey, listVendorDoors } from "../../../automation/plan/vendor-door";
import { defaultTokenReader } from "../../../providers/token-reader";
import { sampleAccount, sampleHub, sampleSettings } from "./sample-fleet";

const numberOfAccounts = 1_000;
const settings = sampleSettings("accounts: { include: [{ ou: / }] }");

describe("A run over 1,000 accounts that are as they were when they were proven", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "unchanged-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("asks the engine nothing, enters no account, and tells from when each proof is", async () => {
    const ids = Array.from({ length: numberOfAccounts }, (_value, index) => String(200_000_000_000 + index));
    const targets = ids.map((id) => resolveTarget(settings, sampleAccount({ id }), sampleHub));
    const fingerprint = createFingerprint({ fleet: "acme", code: "a", versions: {}, state: {}, proof: {} });
    await noteAll(targets, fingerprint);

    const [door] = listVendorDoors(settings);
    const accounts = ids.map((id) => ({ party: "spot" as const, id: `act-${id}`, name: id, awsAccountId: id }));
    const vendors = { byDoor: new Map(door ? [[doorKey(door), accounts]] : []), problems: [] };
    const proven = await ProvenAccounts.read(folderStore(folder));
    const now = new Date();
    const plan = createPlan({
      ...{ fleet: "acme", action: "up", targets, leftOut: [], stacks: ids, vendors },
      findUnchanged: (target) => findUnchanged(target, { proven, fingerprint, maxAgeMs: 3_600_000, now }),
    });
    const summary = await runPlan(plan, {
      ...{ engine: untouchable<StackEngine>(), hub: untouchable<Hub>(), tokens: defaultTokenReader() },
      ...{ identities: { parties: new Map(), stranger: untouchable<Hub>() } },
      ...{ journals: folderStore(folder), proven, fingerprint, concurrency: 10 },
    });

    expect(summary.result).to.equal("done");
    expect(summary.targets).to.deep.equal([]);
    expect(summary.unchanged).to.have.length(numberOfAccounts);
    expect(summary.unchanged[0]).to.include({ id: ids[0], provenIn: "run-1" });
  });

  async function noteAll(targets: readonly Target[], fingerprint: (target: Target) => string): Promise<void> {
    const proven = await ProvenAccounts.read(folderStore(folder));
    const provenAt = new Date().toISOString();
    for (const target of targets) {
      const { id: accountId } = target.account;
      const grant = {
        party: "spot",
        roleArn: `arn:aws:iam::${accountId}:role/SpotRole`,
        externalIds: [],
        principals: [],
      };
      const entry = {
        accountId,
        fingerprint: fingerprint(target),
        provenAt,
        provenIn: "run-1",
        grants: [grant],
        roles: [],
      };
      await proven.put(entry);
    }
    await proven.fold();
  }
});

/** Something that must not be used at all. */
function untouchable<Kind extends object>(): Kind {
  return new Proxy({} as Kind, {
    get: (_target, name) => {
      throw new Error(`Nothing may be asked here, and ${String(name)} was.`);
    },
  });
}
