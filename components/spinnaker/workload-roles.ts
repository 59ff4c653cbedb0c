import type * as pulumi from "@pulumi/pulumi";
import { ManagedRole } from "../managed-role";
import { type PassedToService, servicePrincipal } from "./aws-services";

/** A role for what Spinnaker deploys. @internal */
export interface WorkloadRole {
  roleName: string;
  service: PassedToService;
  description: string;
  managedPolicyArns: string[];
  permissionsBoundary: pulumi.Input<string> | undefined;
  tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** AWS managed policies of execution roles, without partition. Sources: Amazon ECS and AWS Lambda Developer Guides, "execution role". @internal */
export const executionPolicies = {
  "ecs-tasks": "service-role/AmazonECSTaskExecutionRolePolicy",
  lambda: "service-role/AWSLambdaBasicExecutionRole",
} as const;

/**
 * Makes a role for what Spinnaker deploys; for EC2 with an instance profile of the same name, because clouddriver takes the name for that of
 * a profile, and only the console makes one by itself. The path is always `/`: clouddriver looks up roles by their bare name.
 *
 * Sources: github spinnaker/clouddriver `DefaultLaunchConfigurationBuilder.groovy`; github spinnaker/spinnaker issue 5430.
 *
 * @internal
 */
export function createWorkloadRole(
  name: string,
  { roleName, service, description, managedPolicyArns, permissionsBoundary, tags }: WorkloadRole,
  partition: string,
  parent: pulumi.Resource,
): ManagedRole {
  const trust = { statements: [{ principals: [servicePrincipal(service, partition)] }], partition };
  const arns = managedPolicyArns.map((policy) => `arn:${partition}:iam::aws:policy/${policy}`);
  const args = { roleName, trust, description, managedPolicyArns: arns, permissionsBoundary, tags };
  return new ManagedRole(name, { ...args, instanceProfile: service === "ec2" }, { parent });
}
