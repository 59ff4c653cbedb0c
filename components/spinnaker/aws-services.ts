/** What Spinnaker hands roles to. */
export type PassedToService = "ec2" | "ecs-tasks" | "lambda";

/** AWS partition of an ARN, such as `aws-us-gov`. @internal */
export function partitionOf(arn: string): string {
  return arn.split(":")[1] ?? "";
}

/**
 * Name of a service in trust policies and in `iam:PassedToService`. Only EC2 has a name of its own in China.
 *
 * Source: github aws/aws-cdk `packages/@aws-cdk/region-info/lib/default.ts`.
 *
 * @internal
 */
export function servicePrincipal(service: PassedToService, partition: string): string {
  return service === "ec2" && partition === "aws-cn" ? "ec2.amazonaws.com.cn" : `${service}.amazonaws.com`;
}
