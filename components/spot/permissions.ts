import type { PermissionStatement } from "../trust/permission-statement";

/** Name of the managed policy in every account. @internal */
export const spotPolicyName = "SpotManagedPolicy";

/** Which permissions Spot gets. */
export const SpotPermissions = {
  /** Everything Spot's products need: the documented "Spot Policy". */
  Full: "full",
  /** Looking only: Spot analyses cost and changes nothing. */
  ReadOnly: "read-only",
} as const;

/** Which permissions Spot gets: everything its products need, or looking only. */
export type SpotPermissions = (typeof SpotPermissions)[keyof typeof SpotPermissions];

/**
 * The "Spot Policy", statement by statement as Spot documents it: 186 entries, 150 of them different.
 *
 * Mind that unconditional `iam:PassRole`, `iam:PutRolePolicy` and `cloudformation:UpdateStack` come close to giving Spot the account.
 * Source: github spotinst/help `src/docs/administration/api/spot-policy-in-aws.md` (2024-09).
 */
const full: readonly PermissionStatement[] = [
  allow("OpsWorks", {
    opsworks: ["DeregisterInstance", "DescribeInstances", "DescribeLayers", "DescribeStacks"],
  }),
  allow("OverviewDashboard", {
    "application-autoscaling": ["Describe*"],
    autoscaling: ["Describe*"],
    batch: ["Describe*", "List*"],
    codedeploy: ["BatchGetDeployments", "List*"],
    ec2: ["Describe*", "DescribeVolumesModifications"],
    ecs: ["Describe*", "List*"],
    eks: ["ListClusters"],
    elasticbeanstalk: ["Describe*"],
    elasticfilesystem: ["DescribeFileSystems", "DescribeMountTargets"],
    elasticloadbalancing: ["Describe*"],
    elasticmapreduce: ["Describe*", "List*"],
    iam: ["ListAccountAliases"],
    lambda: ["ListFunctions"],
    s3: ["GetBucketLocation", "List*"],
    savingsplans: ["Describe*", "List*"],
  }),
  allow("OceanEks", {
    eks: ["DescribeNodegroup", "ListClusters", "ListNodegroups"],
  }),
  allow("OceanAndElastigroupBasicActions", {
    "application-autoscaling": ["Describe*", "PutScalingPolicy", "RegisterScalableTarget"],
    autoscaling: ["*", "Describe*"],
    ce: ["getCostAndUsage", "getTags"],
    cloudwatch: [
      "DescribeAlarmHistory",
      "DescribeAlarms",
      "DescribeAlarmsForMetric",
      "GetMetricData",
      "GetMetricStatistics",
      "ListMetrics",
      "PutMetricAlarm",
      "PutMetricData",
    ],
    ec2: [
      "AssociateAddress",
      "AttachVolume",
      "CancelReservedInstancesListing",
      "CancelSpotInstanceRequests",
      "ConfirmProductInstance",
      "CopySnapshot",
      "CreateImage",
      "CreateReservedInstancesListing",
      "CreateSnapshot",
      "CreateTags",
      "CreateVolume",
      "DeleteNetworkInterface",
      "DeleteSnapshot",
      "DeleteTags",
      "DeleteVolume",
      "DeregisterImage",
      "DetachVolume",
      "DisassociateAddress",
      "ModifyImageAttribute",
      "ModifyInstanceAttribute",
      "ModifyNetworkInterfaceAttribute",
      "ModifyReservedInstances",
      "MonitorInstances",
      "RebootInstances",
      "RegisterImage",
      "RequestSpotInstances",
      "RunInstances",
      "StartInstances",
      "StopInstances",
      "TerminateInstances",
      "UnassignPrivateIpAddresses",
    ],
    ecs: ["Describe*", "List*"],
    elasticloadbalancing: [
      "AddTags",
      "CreateTargetGroup",
      "DeleteTargetGroup",
      "Deregister*",
      "Describe*",
      "DescribeTags",
      "DisableAvailabilityZonesForLoadBalancer",
      "EnableAvailabilityZonesForLoadBalancer",
      "ModifyListener",
      "ModifyRule",
      "ModifyTargetGroup",
      "ModifyTargetGroupAttributes",
      "Register*",
      "RegisterTargets",
      "RemoveTags",
    ],
    savingsplans: ["Describe*"],
  }),
  allow("ElastigroupRoute53", {
    ec2: ["AttachVolume"],
    route53: ["ChangeResourceRecordSets", "ListHostedZones", "ListResourceRecordSets"],
  }),
  allow("ElastigroupBatch", {
    batch: ["Describe*", "List*"],
  }),
  allow("ElastigroupStateful", {
    ec2: [
      "CopyImage",
      "CopySnapshot",
      "CreateImage",
      "CreateSnapshot",
      "DeleteNetworkInterface",
      "DeleteSnapshot",
      "DisassociateAddress",
      "ModifyImageAttribute",
      "ModifyNetworkInterfaceAttribute",
      "RegisterImage",
      "UnassignPrivateIpAddresses",
    ],
    elasticbeanstalk: ["ListTagsForResource"],
  }),
  allow("ElastigroupBeanstalk", {
    cloudformation: [
      "DescribeStackEvents",
      "DescribeStackResource",
      "DescribeStackResources",
      "DescribeStacks",
      "GetTemplate",
      "ListStackResources",
      "UpdateStack",
    ],
    elasticbeanstalk: [
      "Describe*",
      "ListPlatformVersions",
      "ListTagsForResource",
      "RequestEnvironmentInfo",
      "RetrieveEnvironmentInfo",
      "UpdateEnvironment",
      "ValidateConfigurationSettings",
    ],
    iam: ["ListPolicies"],
    logs: ["PutRetentionPolicy", "createLogGroup"],
  }),
  allow("ElastigroupEmr", {
    elasticmapreduce: ["*", "List*"],
    iam: ["ListPolicies"],
  }),
  allow("SpotStorage", {
    ec2: ["CreateTags", "CreateVolume", "ModifyVolume"],
    elasticfilesystem: ["DeleteFileSystem", "DeleteMountTarget", "DescribeFileSystems", "DescribeMountTargets"],
  }),
  allow("AccountOperativeActions", {
    iam: [
      "AddRoleToInstanceProfile",
      "CreateServiceLinkedRole",
      "GetInstanceProfile",
      "GetPolicy",
      "GetPolicyVersion",
      "GetRolePolicy",
      "ListAccountAliases",
      "ListAttachedRolePolicies",
      "ListInstanceProfiles",
      "ListInstanceProfilesForRole",
      "ListPolicies",
      "ListRolePolicies",
      "ListRoles",
      "PassRole",
      "PutRolePolicy",
      "SimulatePrincipalPolicy",
    ],
    lambda: ["ListFunctions"],
    logs: ["PutRetentionPolicy", "createLogGroup"],
    organizations: ["ListAccounts"],
    pricing: ["GetProducts"],
    s3: ["GetBucketLocation", "GetObject", "List*"],
    savingsplans: ["List*"],
    sns: ["CreateTopic", "GetTopicAttributes", "ListSubscriptionsByTopic", "ListTopics", "Publish", "Subscribe"],
  }),
  allow("OceanEcs", {
    ecs: [
      "CreateService",
      "DeregisterContainerInstance",
      "DescribeContainerInstances",
      "DiscoverPollEndpoint",
      "Poll",
      "RegisterContainerInstance",
      "RegisterTaskDefinition",
      "StartTask",
      "StartTelemetrySession",
      "StopTask",
      "SubmitContainerStateChange",
      "SubmitTaskStateChange",
      "UpdateContainerInstancesState",
      "putAttributes",
    ],
  }),
  allow("ElastigroupCodeDeploy", {
    codedeploy: ["*"],
  }),
  allow(
    "AccesS3forElasticBeanstalk",
    {
      s3: ["*"],
    },
    ["arn:aws:s3:::elasticbeanstalk*"],
  ),
];

/** The read-only policy of the onboarding StackSet. Source: github spotinst/spotinst-examples `Spot-AWS-Stackset-ReadOnly.yaml`. */
const readOnly: readonly PermissionStatement[] = [
  allow("SpotReadOnly", {
    autoscaling: ["Describe*"],
    batch: ["Describe*", "List*"],
    codedeploy: ["BatchGetDeployments", "List*"],
    ec2: ["Describe*"],
    ecs: ["Describe*", "List*"],
    eks: ["ListClusters"],
    elasticbeanstalk: ["Describe*"],
    elasticloadbalancing: ["Describe*"],
    elasticmapreduce: ["Describe*", "List*"],
    iam: ["ListAccountAliases"],
    lambda: ["ListFunctions"],
    savingsplans: ["Describe*", "List*"],
  }),
];

/** The statements of each set of permissions. */
export const spotStatements: Record<SpotPermissions, readonly PermissionStatement[]> = {
  full,
  "read-only": readOnly,
};

function allow(sid: string, actions: Record<string, string[]>, resources = ["*"]): PermissionStatement {
  const names = Object.entries(actions).flatMap(([service, list]) => list.map((action) => `${service}:${action}`));
  return { sid, effect: "Allow", actions: names, resources };
}
