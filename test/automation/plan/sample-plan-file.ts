import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import { type PlanFile, type PlannedAccount, sealPlan } from "../../../automation/plan/plan-file";
import { portableSettings } from "../../../automation/plan/portable-settings";
import { sampleAccount, sampleHub, sampleSettings } from "../fleet/sample-fleet";

const settings = sampleSettings("accounts: { include: [{ ou: / }] }");

/** One account of a plan file: to be checked, connected to one account at Spot; what is given differs. */
export function samplePlanned(id: string, facts: Partial<PlannedAccount> = {}): PlannedAccount {
  const account = sampleAccount({ id, name: `shop-${id.slice(0, 2)}` });
  return {
    account,
    action: "check",
    notes: ["a note"],
    after: [],
    lost: [],
    connected: [{ party: "spot", id: `act-${id.slice(0, 4)}`, name: account.name }],
    settings: portableSettings(resolveTarget(settings, account, sampleHub).settings, "/srv/fleet"),
    ...facts,
  };
}

/** A plan of two accounts; what is given differs. */
export function samplePlanFile(facts: Partial<Parameters<typeof sealPlan>[0]> = {}): PlanFile {
  return sealPlan({
    plannedAt: "2026-01-31T09:00:00.000Z",
    fleet: "acme",
    action: "up",
    wish: { only: ["shop-22", "shop-33"], refresh: false },
    versions: { "@pulumi/aws": "7.48.0", "the Pulumi CLI": "3.246.0" },
    settings: portableSettings(settings, "/srv/fleet"),
    accounts: [samplePlanned("222222222222"), samplePlanned("333333333333")],
    leftOut: [{ accountId: "444444444444", name: "old-website", reason: "is suspended" }],
    ...facts,
  });
}
