import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { renderPermissionPolicies } from "../trust/permission-policies";
import { findSourceIpProblem } from "../trust/source-ip";

const privateAddress =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe80:|::1(\/|$))/i;

/** Says why AWS would not see requests coming from this address or block, or nothing when it would. @internal */
export function findAddressProblem(address: string): string | undefined {
  const problem = findSourceIpProblem(address);
  if (problem !== undefined) {
    return `"${address}" ${problem}`;
  }
  return privateAddress.test(address)
    ? `"${address}" is a private address: AWS sees the public one that requests leave your network with`
    : undefined;
}

/** The identity that may work from some addresses only. @internal */
export interface BoundIdentity {
  kind: "role" | "user";
  name: pulumi.Input<string>;
}

/**
 * Denies an identity everything from other addresses, in an inline policy, so that AWS's own policies need no copy.
 *
 * Requests that AWS makes in its name are left alone: by the older text of the IAM User Guide they come from AWS's addresses, and
 * the Resource Tracker is deployed by CloudFormation. Source: IAM User Guide, "AWS: Denies access to AWS based on the source IP".
 *
 * @internal
 */
export function denyOtherAddresses(
  name: string,
  { kind, name: owner }: BoundIdentity,
  sourceIps: pulumi.Input<string>[],
  parent: pulumi.Resource,
): void {
  const args = { name: "OnlyFromKnownAddresses", policy: pulumi.all(sourceIps).apply(denial) };
  if (kind === "user") {
    new iam.UserPolicy(`${name}-addresses`, { ...args, user: owner }, { parent });
  } else {
    new iam.RolePolicy(`${name}-addresses`, { ...args, role: owner }, { parent });
  }
}

function denial(sourceIps: string[]): string {
  const conditions = { NotIpAddress: { "aws:SourceIp": sourceIps }, Bool: { "aws:ViaAWSService": ["false"] } };
  const statement = {
    sid: "OnlyFromKnownAddresses",
    effect: "Deny",
    actions: ["*"],
    resources: ["*"],
    conditions,
  } as const;
  const [document = ""] = renderPermissionPolicies([
    { ...statement, actions: [...statement.actions], resources: [...statement.resources] },
  ]);
  return document;
}
