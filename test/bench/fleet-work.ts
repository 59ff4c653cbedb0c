import { ChildProcess } from "node:child_process";
import { Fleet } from "../../automation/fleet/fleet";
import { openFingerprint } from "../../automation/fleet/open-fingerprint";
import { ProvenAccounts } from "../../automation/journal/proven-accounts";
import type { Plan } from "../../automation/plan/plan";
import type { FleetJob } from "./model";

/**
 * Does what `cross-account up` or `plan` does with a whole fleet.
 *
 * @throws Error when a process was started, or not every account was seen as it should be.
 */
export async function lookAtFleet({ scenario, fleetFile, accounts }: FleetJob): Promise<void> {
  const started = countProcesses();
  const fleet = await Fleet.load(fleetFile);
  const plan = await fleet.plan();
  if (scenario === "remember") return remember(fleet, plan);
  const expected = scenario === "fingerprint" ? "unchanged" : "enrol";
  const seen = plan.items.filter(({ action }) => action === expected).length;
  if (seen !== accounts) throw new Error(`${seen} of ${accounts} accounts are planned to be ${expected}.`);
  if (scenario === "fingerprint") {
    const { result, unchanged } = await fleet.up({ plan });
    if (result !== "done" || unchanged.length !== accounts) throw new Error(`The run ended as ${result}.`);
  }
  if (started() > 0) throw new Error(`${started()} processes were started where none is needed.`);
}

async function remember({ settings, journals }: Fleet, { items }: Plan): Promise<void> {
  const fingerprint = await openFingerprint(settings, {});
  const proven = await ProvenAccounts.read(journals);
  const provenAt = new Date().toISOString();
  for (const { target } of items) {
    const accountId = target.account.id;
    const roleArn = `arn:aws:iam::${accountId}:role/spot`;
    const grants = [{ party: "spot", roleArn, externalIds: ["large"], principals: ["arn:aws:iam::922761411349:root"] }];
    const known = { provenAt, provenIn: "20260101T000000Z-000000", grants, roles: [{ arn: roleArn, trust: "{}" }] };
    if (fingerprint) await proven.put({ accountId, fingerprint: fingerprint(target), ...known });
  }
  await proven.close();
}

function countProcesses(): () => number {
  const prototype = ChildProcess.prototype as unknown as { spawn(...args: unknown[]): unknown };
  const { spawn } = prototype;
  let count = 0;
  prototype.spawn = function (...args) {
    count += 1;
    return spawn.apply(this, args);
  };
  return () => count;
}
