import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import {
  DeadlinePolicies,
  DeadlineSpotCredentials,
  DeadlineSpotRoles,
  ExternalId,
  renderDeadlineSpotFleets,
  renderDeadlineSpotSettings,
} from "pulumi-cross-account";

const config = new pulumi.Config("deadline");
const region = config.get("region") ?? "us-east-1";
const accountId = config.require("accountId");
const hostArn = config.get("hostArn");
const sourceIps = config.getObject<string[]>("sourceIps");
const resourceTracker = config.getBoolean("resourceTracker") ?? true;

// 1. The account the fleets run in, entered by the role every account of the organization has.
const entryRole = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
const endpoint = config.get("endpoint");
const account = new Provider("account", {
  region,
  allowedAccountIds: [accountId],
  assumeRoles: [...(config.getObject<string[]>("through") ?? []), entryRole].map((roleArn) => ({ roleArn })),
  ...(endpoint !== undefined && { endpoints: [{ iam: endpoint, sts: endpoint }] }),
});
const inAccount = { providers: [account] };

// 2. What AWS works with for Deadline: workers, fleets, and the Resource Tracker.
const roles = new DeadlineSpotRoles(
  "deadline",
  {
    accountId,
    workerRoleName: config.get("workerRoleName"),
    createResourceTrackerRole: resourceTracker,
    createServiceLinkedRoles: config.getBoolean("createServiceLinkedRoles"),
  },
  inAccount,
);

// 3. What the plugin itself works with: a role its host in another account assumes, else a user with an access key.
const externalId = hostArn === undefined ? undefined : new ExternalId("deadline", {});
const credentials = new DeadlineSpotCredentials(
  "deadline",
  {
    ...(hostArn === undefined
      ? { user: { accessKey: true } }
      : { role: { principals: [hostArn], externalIds: externalId && [externalId.value] } }),
    ...(config.getBoolean("handOnTheseRolesOnly") && {
      policies: DeadlinePolicies.Own,
      passRoleArns: [roles.workerRoleArn, roles.fleetRoleArn],
    }),
    sourceIps,
    resourceTracker,
  },
  inAccount,
);

export const workerInstanceProfile = roles.workerInstanceProfileName;
export const serviceRoles = roles.roles;
export const credentialsArn = credentials.principalArn;
export const accessKeyId = credentials.accessKeyId;
export const secretAccessKey = credentials.secretAccessKey;
export const hostExternalId = externalId?.value;

/** "Spot Fleet Request Configurations" of the plugin. */
export const spotFleets = roles.fleetRoleArn.apply((fleetRoleArn) =>
  renderDeadlineSpotFleets([
    {
      group: "spot_linux",
      fleetRoleArn,
      launchTemplateName: config.get("launchTemplateName") ?? "deadline-linux",
      maxWorkers: 20,
      overrides: [{ instanceType: "c7i.4xlarge" }, { instanceType: "c6i.4xlarge" }],
    },
  ]),
);

/** The plugin's settings; an access key is typed into Deadline and stays out of them. */
export const settings = renderDeadlineSpotSettings({
  region,
  resourceTracker,
  ...(hostArn === undefined ? { storedAccessKey: true } : { namedProfile: "deadline-spot" }),
});
