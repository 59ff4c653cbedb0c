import type { KnownAccounts } from "../../../automation/fleet/account-source";
import type { FleetSettings } from "../../../automation/fleet/fleet-schema";
import { parseFleet } from "../../../automation/fleet/load-fleet";
import type { Account } from "../../../automation/model";

/** Settings of a fleet, with one grant to Spot unless others are given; `rest` is YAML with everything but name, hub and grants. */
export function sampleSettings(
  rest: string,
  grants: readonly string[] = ["{ party: spot, token: { env: SPOTINST_TOKEN } }"],
): FleetSettings {
  return parseFleet(
    [
      "name: acme",
      'hub: { accountId: "111111111111", role: cross-account-hub }',
      `grants: [${grants.join(", ")}]`,
      rest,
    ].join("\n"),
    "fleet.yaml",
  );
}

/** An active member account in /Workloads/Dev; what is given differs. */
export function sampleAccount(facts: Partial<Account> & { id: string }): Account {
  return { name: `account-${facts.id}`, ouPath: "/Workloads/Dev", state: "ACTIVE", management: false, ...facts };
}

/** A small organization: management account, two workloads, one suspended, and a unit without accounts. */
export const sampleOrganization: KnownAccounts = {
  accounts: [
    sampleAccount({ id: "111111111111", name: "management", ouPath: "/", management: true }),
    sampleAccount({ id: "222222222222", name: "shop-prod", ouPath: "/Workloads/Prod" }),
    sampleAccount({ id: "333333333333", name: "shop-dev", ouPath: "/Workloads/Dev/Shop" }),
    sampleAccount({ id: "444444444444", name: "old-website", ouPath: "/Workloads", state: "SUSPENDED" }),
    sampleAccount({ id: "555555555555", name: "playground", ouPath: "/WorkloadsNot" }),
  ],
  ouPaths: [
    "/",
    "/Incoming",
    "/Workloads",
    "/Workloads/Dev",
    "/Workloads/Dev/Shop",
    "/Workloads/Prod",
    "/WorkloadsNot",
  ],
};

/** How the hub of the sample was entered. */
export const sampleHub = { partition: "aws", enter: ["arn:aws:iam::111111111111:role/cross-account-hub"] };
