import * as pulumi from "@pulumi/pulumi";
import type { TrustPolicyArgs } from "../role-trust";
import { servicePrincipal } from "./aws-services";
import { spinnakerNames } from "./documented-names";

/**
 * The Kubernetes service accounts that are the managing identity on EKS (IAM roles for service accounts).
 *
 * EKS Pod Identity is no way in: it needs AWS SDK for Java 1.12.746, and clouddriver ships 1.12.261 (github spinnaker/spinnaker
 * `kork/spinnaker-dependencies`).
 */
export interface SpinnakerServiceAccountArgs {
  /** ARN of the cluster's OIDC provider in IAM of the managing account. */
  oidcProviderArn: pulumi.Input<string>;
  /** Namespace Spinnaker runs in. @default "spinnaker" */
  namespace?: pulumi.Input<string>;
  /** Names of the service accounts; with baking also rosco's. @default ["clouddriver"] */
  names?: pulumi.Input<string>[];
  /** Name of the role they get. @default "SpinnakerAuthRole" */
  roleName?: pulumi.Input<string>;
}

/** Trust of a role for EC2 instances. @internal */
export function instanceTrust(partition: string): TrustPolicyArgs {
  return { statements: [{ principals: [servicePrincipal("ec2", partition)] }], partition };
}

/**
 * Trust of a role for service accounts on EKS: audience and subject fixed, so that no other pod of the cluster gets in.
 *
 * Source: github awsdocs/amazon-eks-user-guide `latest/ug/manage-access/aws-access/service-accounts.adoc`.
 *
 * @internal
 */
export function serviceAccountTrust(args: SpinnakerServiceAccountArgs): TrustPolicyArgs {
  const namespace = args.namespace ?? spinnakerNames.namespace;
  const subjects = (args.names ?? [spinnakerNames.serviceAccount]).map((name) => subjectOf(namespace, name));
  return { statements: [{ principals: [args.oidcProviderArn], audiences: ["sts.amazonaws.com"], subjects }] };
}

function subjectOf(namespace: pulumi.Input<string>, name: pulumi.Input<string>): pulumi.Input<string> {
  return typeof namespace === "string" && typeof name === "string"
    ? `system:serviceaccount:${namespace}:${name}`
    : pulumi.interpolate`system:serviceaccount:${namespace}:${name}`;
}
