import { mkdir, rm } from "node:fs/promises";
import * as path from "node:path";
import { sandboxRegion } from "./aws/connection";
import { createIdentities, hubRoleArn } from "./aws/identities";
import { installMinistack } from "./aws/install-ministack";
import { entryRoleName } from "./aws/member-account";
import { startMinistack } from "./aws/ministack";
import { SandboxOrganization } from "./aws/organization";
import {
  completePlan,
  defaultOrganizationPlan,
  type OrganizationPlan,
  type OrganizationPlanInput,
} from "./aws/organization-plan";
import { sandboxEnvironment } from "./environment";
import { writeFleetFile } from "./fleet-file";
import { startPlugins } from "./plugins";
import { createSecrets, readSecrets, type SandboxSecrets } from "./secrets";
import { type SpaceliftApi, type SpaceliftRules, startSpaceliftApi } from "./spacelift/spacelift-api";
import { type SpotApi, type SpotRules, startSpotApi } from "./spot/spot-api";

/** How to start a sandbox; everything but the folder has a default. */
export interface StartSandboxOptions {
  /** Folder that holds everything the sandbox keeps. Started there again, it goes on where it was. */
  dir: string;
  /** The organization to make; default: the one of organization.yaml. Not looked at when the sandbox goes on. */
  organization?: OrganizationPlanInput;
  spotRules?: SpotRules;
  spaceliftRules?: SpaceliftRules;
  onProgress?: (message: string) => void;
}

/** An AWS Organization, the APIs of Spot and Spacelift, and the Pulumi plugins to work on them, all on this machine. */
export interface Sandbox {
  dir: string;
  /** Variables that point the AWS CLI, the SDKs, `pulumi` and `cross-account` at the sandbox: add them to an environment. */
  env: Record<string, string>;
  aws: {
    endpoint: string;
    region: string;
    managementAccountId: string;
    hubRoleArn: string;
    /** Name of the role in each member account that the hub role may become. */
    entryRoleName: string;
  };
  spot: SpotApi;
  spacelift: SpaceliftApi;
  organization: SandboxOrganization;
  /** A fleet file that onboards every active member account. */
  fleetFile: string;
  /** Stops everything and keeps its state in the folder; may be called again. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox: AWS first, then the organization in it, the APIs of the vendors and the plugins.
 *
 * Takes about a second once the emulator is installed. Nothing outside of the folder, the user's cache and loopback is touched.
 *
 * @throws Error when a part does not come up; what had come up is stopped again.
 */
export async function startSandbox(options: StartSandboxOptions): Promise<Sandbox> {
  const dir = path.resolve(options.dir);
  const progress = options.onProgress ?? (() => undefined);
  const running: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(running.map((part) => part.close()));
  };
  try {
    await mkdir(path.join(dir, "state"), { recursive: true, mode: 0o700 });
    const known = await readSecrets(dir);
    if (!known) await removeHalfMadeSandbox(dir);
    const python = await installMinistack({ onProgress: progress });
    progress("starting AWS");
    const aws = await startMinistack({ python, dir });
    running.push(aws);
    const plan = options.organization ? completePlan(options.organization) : defaultOrganizationPlan();
    const { organization, secrets } = await openOrganization({ dir, endpoint: aws.endpoint, plan, known, progress });
    progress("starting the APIs of Spot and Spacelift, and the Pulumi plugins");
    const spot = await startSpotApi({
      token: secrets.spotToken,
      aws: { endpoint: aws.endpoint, user: secrets.identities.spot },
      stateFile: path.join(dir, "spot.json"),
      ...(options.spotRules ? { rules: options.spotRules } : {}),
    });
    running.push(spot);
    const spacelift = await startSpaceliftApi({
      accountName: "acme",
      apiKey: secrets.spaceliftApiKey,
      aws: { endpoint: aws.endpoint, user: secrets.identities.spacelift },
      stateFile: path.join(dir, "spacelift.json"),
      ...(options.spaceliftRules ? { rules: options.spaceliftRules } : {}),
    });
    running.push(spacelift);
    const env = {
      ...(await sandboxEnvironment(dir, aws.endpoint, secrets)),
      SPACELIFT_API_KEY_ENDPOINT: spacelift.endpoint,
    };
    const plugins = await startPlugins({ env });
    running.push(plugins);
    const fleetFile = await writeFleetFile({
      dir,
      managementAccountId: organization.managementAccountId,
      organizationalUnits: unitsToOnboard(plan),
      awsEndpoint: aws.endpoint,
      spotEndpoint: spot.endpoint,
    });
    return {
      dir,
      env: { ...env, ...plugins.env },
      aws: describeAws(aws.endpoint, organization.managementAccountId),
      spot,
      spacelift,
      organization,
      fleetFile,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

// The secrets are written when the organization is whole; without them, what lies there is of a start that was interrupted.
async function removeHalfMadeSandbox(dir: string): Promise<void> {
  await Promise.all(
    ["ministack", "spot.json", "spacelift.json"].map((name) =>
      rm(path.join(dir, name), { recursive: true, force: true }),
    ),
  );
}

interface OpenOrganizationOptions {
  dir: string;
  endpoint: string;
  plan: OrganizationPlan;
  known: SandboxSecrets | undefined;
  progress: (message: string) => void;
}

async function openOrganization(
  options: OpenOrganizationOptions,
): Promise<{ organization: SandboxOrganization; secrets: SandboxSecrets }> {
  const { dir, endpoint, plan, known, progress } = options;
  const managementAccountId = known?.managementAccountId ?? plan.management.accountId;
  const organization = new SandboxOrganization(endpoint, managementAccountId);
  if (known) {
    progress("looking at the organization that is there");
    await organization.discover();
    return { organization, secrets: known };
  }
  progress(`making an organization with ${plan.accounts.length} member accounts`);
  const [identities] = await Promise.all([createIdentities(endpoint, managementAccountId), organization.seed(plan)]);
  return { organization, secrets: await createSecrets(dir, { managementAccountId, identities }) };
}

function unitsToOnboard(plan: OrganizationPlan): string[] {
  const topLevel = plan.accounts.map(({ ou }) => ou.split("/").slice(0, 2).join("/"));
  return [...new Set(topLevel)].sort();
}

function describeAws(endpoint: string, managementAccountId: string): Sandbox["aws"] {
  return {
    endpoint,
    region: sandboxRegion,
    managementAccountId,
    hubRoleArn: hubRoleArn(managementAccountId),
    entryRoleName,
  };
}
