import { link, mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { stringify } from "yaml";
import { FileBackend } from "../../automation/engine/file-backend";
import { type SpotApi, startSpotApi } from "../../examples/sandbox/spot/spot-api";
import { fullPages, startOrganizationsServer, type Unit } from "../automation/fleet/organizations-server";
import { measure } from "./measure";
import { saltFor } from "./salt";

const managementId = "111111111111";
const fleetName = "large";
const token = "token-of-the-large-fleet";
const passphrase = "passphrase-of-the-large-fleet";
const unitsAtTop = 10;
const unitsBelow = 10;

/** A fleet of any number of accounts, without an emulator behind it: Organizations, STS and Spot answer over HTTP. */
export interface LargeFleet {
  file: string;
  env: Record<string, string>;
  close(): Promise<void>;
}

/** @param isProven True for a fleet that was rolled out and proven a moment ago. */
export async function startLargeFleet(options: {
  dir: string;
  accounts: number;
  isProven: boolean;
}): Promise<LargeFleet> {
  const { dir, accounts, isProven } = options;
  await mkdir(dir, { recursive: true });
  const ids = Array.from({ length: accounts }, (_, index) => String(200_000_000_000 + index));
  const aws = await startOrganizationsServer(organizationOf(ids), managementId, fullPages);
  const spot = await startSpot(dir, isProven ? ids : [], aws.endpoint);
  const file = path.join(dir, "fleet.yaml");
  await writeFile(file, stringify(fleetFile(aws.endpoint, spot.endpoint)));
  const fleet: LargeFleet = {
    file,
    env: {
      AWS_ACCESS_KEY_ID: "large",
      AWS_SECRET_ACCESS_KEY: "large",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      SPOTINST_TOKEN: token,
      PULUMI_CONFIG_PASSPHRASE: passphrase,
    },
    close: async () => void (await Promise.all([aws.close(), spot.close()])),
  };
  if (isProven) {
    await writeStacks(FileBackend.in(path.join(dir, "state")), ids);
    await measure({ kind: "fleet", scenario: "remember", fleetFile: file, accounts }, fleet.env);
  }
  return fleet;
}

function organizationOf(ids: readonly string[]): Unit {
  const units = Array.from({ length: unitsAtTop }, (_, top) => ({
    id: `ou-${top}`,
    name: `top-${top}`,
    units: Array.from({ length: unitsBelow }, (_unit, below) => ({
      id: `ou-${top}-${below}`,
      name: `unit-${below}`,
      accounts: ids
        .filter((_id, index) => index % (unitsAtTop * unitsBelow) === top * unitsBelow + below)
        .map((Id) => ({ Id, Name: `account-${Id}`, State: "ACTIVE" })),
    })),
  }));
  return { id: "r-1", name: "Root", accounts: [{ Id: managementId, Name: "management", State: "ACTIVE" }], units };
}

async function startSpot(dir: string, connected: readonly string[], endpoint: string): Promise<SpotApi> {
  const stateFile = path.join(dir, "spot.json");
  const createdAt = new Date().toISOString();
  const records = connected.map((awsAccountId) => {
    const link = { awsAccountId, roleArn: `arn:aws:iam::${awsAccountId}:role/spot`, externalId: "large" };
    return { id: `act-${awsAccountId}`, name: awsAccountId, createdAt, isDefault: false, link };
  });
  await writeFile(stateFile, JSON.stringify(records));
  return startSpotApi({
    token,
    stateFile,
    aws: { endpoint, user: { accessKeyId: "large", secretAccessKey: "large" } },
  });
}

function fleetFile(awsEndpoint: string, spotEndpoint: string): object {
  return {
    name: fleetName,
    hub: { accountId: managementId, endpoint: awsEndpoint },
    accounts: { include: [{ ou: "/" }] },
    grants: [{ party: "spot", token: { env: "SPOTINST_TOKEN" }, endpoint: spotEndpoint }],
    rollout: { maxTargets: 1_000_000 },
  };
}

/** One state under the names of all: what it says of resources is not looked at. */
async function writeStacks(backend: FileBackend, ids: readonly string[]): Promise<void> {
  const [first = "", ...others] = ids;
  await backend.seed(fleetName, first);
  const latest = { secrets_providers: { type: "passphrase", state: { salt: saltFor(passphrase) } } };
  await backend.writeState(fleetName, first, {
    version: 3,
    checkpoint: { stack: `organization/${fleetName}/${first}`, latest },
  });
  for (const id of others) await link(backend.stateFile(fleetName, first), backend.stateFile(fleetName, id));
}
