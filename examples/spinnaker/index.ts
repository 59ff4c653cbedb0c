import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import {
  ExternalId,
  renderClouddriverLocal,
  renderServiceAccounts,
  renderSpinnakerService,
  SpinnakerManagedAccount,
  SpinnakerManagingAccount,
  type SpinnakerSettings,
} from "pulumi-cross-account";

const config = new pulumi.Config("spinnaker");
const managingAccountId = config.require("managingAccountId");
const managedAccounts = config.requireObject<Record<string, string>>("managedAccounts");
const oidcProviderArn = config.get("oidcProviderArn");

// 1. One provider an account, through the role that AWS Organizations makes in each.
const enter = (accountId: string): Provider => {
  const entryRole = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
  const roles = [...(config.getObject<string[]>("through") ?? []), entryRole];
  const endpoint = config.get("endpoint");
  return new Provider(`account-${accountId}`, {
    region: "us-east-1",
    allowedAccountIds: [accountId],
    assumeRoles: roles.map((roleArn) => ({ roleArn, sessionName: "spinnaker-set-up" })),
    ...(endpoint !== undefined && { endpoints: [{ iam: endpoint, sts: endpoint }] }),
  });
};
const accountIds = [...new Set([managingAccountId, ...Object.values(managedAccounts)])];
const providers = new Map(accountIds.map((accountId) => [accountId, enter(accountId)]));
const inAccount = (accountId: string) => ({ providers: [providers.get(accountId) ?? enter(accountId)] });

// 2. The one identity Spinnaker has: the role of its service account on EKS, else a user with an access key.
const managing = new SpinnakerManagingAccount(
  "managing",
  {
    ...(oidcProviderArn === undefined ? { user: { accessKey: true } } : { serviceAccount: { oidcProviderArn } }),
    managedRoleArns: Object.values(managedAccounts).map((id) => `arn:aws:iam::${id}:role/spinnakerManaged`),
  },
  inAccount(managingAccountId),
);

// 3. The role it gets in each account, bound to it by an external id.
const externalId = new ExternalId("spinnaker", {});
const accounts = Object.entries(managedAccounts).map(([name, accountId]) => {
  const principalArns = [managing.principalArn];
  const args = { accountId, principalArns, externalIds: externalId.values, lambda: {} };
  const { roleArn } = new SpinnakerManagedAccount(name, args, inAccount(accountId));
  return pulumi.output({ name, roleArn, externalId: externalId.value, regions: ["us-east-1"], lambda: true });
});

// 4. What Spinnaker is told, from what is really there. The access key's secret is only named: each reader finds it elsewhere.
const settings = (reference: string) =>
  pulumi
    .all([pulumi.all(accounts), managing.principalArn, managing.accessKeyId])
    .apply(([known, roleArn, id]): SpinnakerSettings => {
      const identity = id ? { accessKey: { id, secret: { reference } } } : { serviceAccount: { roleArn } };
      return { accounts: known, ...identity };
    });
const forOperator = settings("encrypted:k8s!n:spinnaker-aws!k:secretAccessKey");
const forClouddriver = settings(`\${SPINNAKER_AWS_SECRET}`);

export const managingIdentity = managing.principalArn;
export const accessKeyId = managing.accessKeyId;
export const secretAccessKey = managing.secretAccessKey;
export const externalIds = externalId.values;
export const roles = pulumi.all(accounts).apply((known) => known.map(({ roleArn }) => roleArn));
export const spinnakerService = forOperator.apply((known) => renderSpinnakerService(known));
export const clouddriverLocal = forClouddriver.apply(renderClouddriverLocal);
export const serviceAccounts = forOperator.apply(({ serviceAccount }) =>
  serviceAccount === undefined ? "" : renderServiceAccounts(serviceAccount),
);
