import type * as pulumi from "@pulumi/pulumi";
import type { PermissionStatementArgs } from "../permission-documents";
import { deadlineNames } from "./deadline-names";

/** Whose policies the credentials get. */
export const DeadlinePolicies = {
  /** The policies AWS keeps for Deadline, as documented, and a small one of our own for what they leave out. */
  Managed: "managed",
  /** A copy of the Spot Event Plugin's policy, in which roles to hand on and addresses are narrowed. */
  Own: "own",
} as const;

/** Whose policies the credentials get: those AWS keeps, or a copy that is narrowed. */
export type DeadlinePolicies = (typeof DeadlinePolicies)[keyof typeof DeadlinePolicies];

/** What the statements depend on. @internal */
export interface CredentialsPermissions {
  policies: DeadlinePolicies;
  passRoleArns: pulumi.Input<string>[] | undefined;
  sourceIps: pulumi.Input<string>[] | undefined;
}

/**
 * The statements of the policy made for the credentials.
 *
 * Beside AWS's policies these are the two RFDK adds, without which a tagged fleet request is refused and a role of another name
 * cannot be handed on. Source: github aws/aws-rfdk `packages/aws-rfdk/lib/deadline/lib/configure-spot-event-plugin.ts`.
 *
 * @internal
 */
export function credentialsStatements(permissions: CredentialsPermissions): PermissionStatementArgs[] {
  const { policies, passRoleArns, sourceIps } = permissions;
  if (policies === DeadlinePolicies.Managed) {
    return [tagFleets, ...(passRoleArns ? [passRoles(passRoleArns)] : [])];
  }
  const handedOn = passRoleArns ?? [
    `arn:aws:iam::*:role/${deadlineNames.accountWideFleet}`,
    "arn:aws:iam::*:role/DeadlineSpot*",
  ];
  const statements = [
    ...spotEventPlugin,
    { actions: ["iam:GetRole"], resources: handedOn },
    passRoles(handedOn),
    tagFleets,
  ];
  return sourceIps === undefined ? statements : statements.map((statement) => from(statement, sourceIps));
}

function from(statement: PermissionStatementArgs, sourceIps: pulumi.Input<string>[]): PermissionStatementArgs {
  return { ...statement, conditions: { ...statement.conditions, IpAddress: { "aws:SourceIp": sourceIps } } };
}

const passRoles = (resources: pulumi.Input<string>[]): PermissionStatementArgs => ({
  sid: "HandOnRoles",
  actions: ["iam:PassRole"],
  resources,
  conditions: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com"] } },
});

const tagFleets: PermissionStatementArgs = {
  sid: "TagFleetsAndVolumes",
  actions: ["ec2:CreateTags"],
  resources: ["arn:aws:ec2:*:*:spot-fleet-request/*", "arn:aws:ec2:*:*:volume/*"],
};

/**
 * AWSThinkboxDeadlineSpotEventPluginAdminPolicy v1 (2020-05-27) without its statements about roles.
 *
 * Source: AWS Managed Policy Reference; docs.thinkboxsoftware.com says what the plugin uses each for.
 */
const spotEventPlugin: PermissionStatementArgs[] = [
  {
    sid: "RunSpotFleets",
    actions: [
      "ec2:CancelSpotFleetRequests",
      "ec2:DescribeSpotFleetInstances",
      "ec2:DescribeSpotFleetRequests",
      "ec2:ModifySpotFleetRequest",
      "ec2:RequestSpotFleet",
      "ec2:RunInstances",
    ],
  },
  {
    sid: "TagNewInstances",
    actions: ["ec2:CreateTags"],
    resources: ["arn:aws:ec2:*:*:instance/*"],
    conditions: { StringEquals: { "ec2:CreateAction": ["RunInstances"] } },
  },
  {
    sid: "EndFleetInstances",
    actions: ["ec2:TerminateInstances"],
    resources: ["arn:aws:ec2:*:*:instance/*"],
    conditions: { StringLike: { "ec2:ResourceTag/aws:ec2spot:fleet-request-id": ["*"] } },
  },
  {
    sid: "MakeServiceLinkedRoles",
    actions: ["iam:CreateServiceLinkedRole"],
    resources: ["arn:aws:iam::*:role/aws-service-role/*"],
    conditions: { StringEquals: { "iam:AWSServiceName": ["spot.amazonaws.com", "spotfleet.amazonaws.com"] } },
  },
  { sid: "ReadProfiles", actions: ["iam:GetInstanceProfile"], resources: ["arn:aws:iam::*:instance-profile/*"] },
  { sid: "ReadItself", actions: ["iam:GetUser"] },
];
