import type { DriftedProperty, DriftedResource } from "../model";
import { roleNameOf } from "../prove/account-iam";
import { describeTrustChange } from "./trust-change";

const resourceTitles: Record<string, string> = {
  "aws:iam/role:Role": "the role",
  "aws:iam/policy:Policy": "the policy",
  "aws:iam/rolePolicy:RolePolicy": "the inline policy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "the attachment of a policy to a role,",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "the attachment of a policy to a user,",
  "aws:iam/instanceProfile:InstanceProfile": "the instance profile",
  "aws:iam/user:User": "the user",
  "aws:s3/bucket:Bucket": "the bucket",
  "pulumi-nodejs:dynamic/cross-account:SpotAccount": "the Spot account",
  "pulumi-nodejs:dynamic/cross-account:SpotCredentialsLink": "the link to the role of the Spot account",
  "pulumi-nodejs:dynamic/cross-account:SpotAccountName": "the name of the Spot account",
  "pulumi-nodejs:dynamic/cross-account:SpotExternalId": "Spot's external id",
  "pulumi-nodejs:dynamic/cross-account:SpaceliftAwsIntegration": "the Spacelift integration",
  "pulumi-nodejs:dynamic/cross-account:SpaceliftAttachment": "the attachment of the Spacelift integration",
};

const propertyTitles: Record<string, string> = {
  assumeRolePolicy: "trust policy",
  maxSessionDuration: "longest session",
  permissionsBoundary: "permissions boundary",
  policy: "document",
  roleArn: "role",
};

const longestValue = 60;

/** What happened to a resource, as a sentence without a capital or a stop: `the role SpotRole is gone`. */
export function describeDrift({ resource, type, id, change, properties }: DriftedResource): string {
  const title = `${resourceTitles[type] ?? resource} ${id.startsWith("arn:") ? roleNameOf(id) : id}`;
  if (change === "gone") return `${title} is gone`;
  return `${title} was changed: ${properties.map(describeProperty).join("; ")}`;
}

function describeProperty({ name, recorded, live }: DriftedProperty): string {
  const title = propertyTitles[name] ?? name;
  if (name === "assumeRolePolicy" && recorded !== undefined && live !== undefined) {
    return describeTrustChange(recorded, live)?.replace(/^has another trust policy than was given/, title) ?? title;
  }
  if (live === undefined) return `${title} is not there any more`;
  if (recorded === undefined) return `${title} was added`;
  const isShort = recorded.length <= longestValue && live.length <= longestValue;
  return isShort ? `${title} is ${live} instead of ${recorded}` : `${title} is another one`;
}
