import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { type Document, parseDocument, stringify } from "yaml";
import { sandboxRegion } from "./aws/connection";
import { hubRoleName } from "./aws/identities";
import { entryRoleName } from "./aws/member-account";

/** What a fleet file of the sandbox names. */
export interface FleetFileOptions {
  dir: string;
  managementAccountId: string;
  /** Organizational units whose accounts are onboarded, with everything below them. */
  organizationalUnits: string[];
  awsEndpoint: string;
  spotEndpoint: string;
}

/**
 * Writes a fleet file that onboards the sandbox's organization to Spot, and returns its path.
 *
 * One that is there already keeps what a person wrote into it: only the addresses, new with every start, are replaced.
 */
export async function writeFleetFile(options: FleetFileOptions): Promise<string> {
  const file = path.join(options.dir, "fleet.yaml");
  const existing = await readFile(file, "utf8").catch(() => undefined);
  const document = parseDocument(existing ?? freshFleet(options));
  pointAt(document, options);
  await writeFile(file, document.toString({ lineWidth: 120 }));
  return file;
}

function freshFleet(options: FleetFileOptions): string {
  const fleet = {
    name: "acme",
    hub: { accountId: options.managementAccountId, region: sandboxRegion, role: hubRoleName },
    enter: { roleName: entryRoleName },
    accounts: { include: options.organizationalUnits.map((ou) => ({ ou })) },
    grants: [{ party: "spot", token: { env: "SPOTINST_TOKEN" }, renameToAlias: true }],
    rollout: { concurrency: 4 },
    state: { backend: "file://./state", secrets: "passphrase" },
    proof: { as: { spot: { profile: "spot" } }, stranger: { profile: "stranger" } },
  };
  const heading = [
    "# Onboards the sandbox's organization to Spot. Member accounts enter by organizational unit.",
    "# More grants go beside it, each party once: spacelift, spinnaker, stacker, deadline. Spinnaker from one of the accounts:",
    "#   - { party: spinnaker, managing: { accountId: <id of playground>, user: {} } }",
  ];
  return `${heading.join("\n")}\n${stringify(fleet)}`;
}

function pointAt(document: Document, options: FleetFileOptions): void {
  document.setIn(["hub", "endpoint"], options.awsEndpoint);
  const { grants = [] } = document.toJS() as { grants?: { party?: string }[] };
  for (const [index, grant] of grants.entries()) {
    if (grant.party === "spot") document.setIn(["grants", index, "endpoint"], options.spotEndpoint);
  }
}
