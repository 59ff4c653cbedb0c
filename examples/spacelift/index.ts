import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { SpaceliftIntegration, type SpaceliftStackArgs } from "pulumi-cross-account";

const config = new pulumi.Config("spacelift");
const accountId = config.require("accountId");
const endpoint = config.get("awsEndpoint");

// 1. The account, entered through the role that AWS Organizations makes in each.
const entryRole = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
const roles = [...(config.getObject<string[]>("through") ?? []), entryRole];
const account = new Provider("account", {
  region: "us-east-1",
  allowedAccountIds: [accountId],
  assumeRoles: roles.map((roleArn) => ({ roleArn, sessionName: "spacelift-set-up" })),
  ...(endpoint !== undefined && { endpoints: [{ iam: endpoint, sts: endpoint }] }),
});

// 2. Role, integration and attachments. The trust policy names this integration and these stacks, and nobody else.
const spacelift = new SpaceliftIntegration(
  "spacelift",
  {
    accountId,
    endpoint: config.require("endpoint"),
    stacks: config.requireObject<SpaceliftStackArgs[]>("stacks"),
    // What the runs may do is yours to say; begin with less than PowerUserAccess.
    permissions: [{ actions: ["ec2:Describe*", "s3:*"] }],
    tagSessions: true,
  },
  { providers: [account] },
);

// 3. What was made.
export const roleArn = spacelift.roleArn;
export const integrationId = spacelift.integrationId;
export const externalIds = spacelift.externalIds;
export const principals = spacelift.principals;
