import type { PermissionStatement } from "../trust/permission-statement";

/** What clouddriver asks as itself when it starts. Source: github armory/docs `add-aws-account.md`. */
const look: PermissionStatement = {
  sid: "LookUpRegions",
  effect: "Allow",
  actions: ["ec2:DescribeAvailabilityZones", "ec2:DescribeRegions"],
  resources: ["*"],
};

/** What Packer does when rosco bakes an AMI. Source: developer.hashicorp.com/packer/integrations/hashicorp/amazon, "IAM Task or Instance Role". */
const bake: PermissionStatement = {
  sid: "BakeImages",
  effect: "Allow",
  actions: [
    "ec2:AttachVolume",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:CopyImage",
    "ec2:CreateImage",
    "ec2:CreateKeyPair",
    "ec2:CreateSecurityGroup",
    "ec2:CreateSnapshot",
    "ec2:CreateTags",
    "ec2:CreateVolume",
    "ec2:DeleteKeyPair",
    "ec2:DeleteSecurityGroup",
    "ec2:DeleteSnapshot",
    "ec2:DeleteVolume",
    "ec2:DeregisterImage",
    "ec2:DescribeImageAttribute",
    "ec2:DescribeImages",
    "ec2:DescribeInstances",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeRegions",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSnapshots",
    "ec2:DescribeSubnets",
    "ec2:DescribeTags",
    "ec2:DescribeVolumes",
    "ec2:DetachVolume",
    "ec2:GetPasswordData",
    "ec2:ModifyImageAttribute",
    "ec2:ModifyInstanceAttribute",
    "ec2:ModifySnapshotAttribute",
    "ec2:RegisterImage",
    "ec2:RunInstances",
    "ec2:StopInstances",
    "ec2:TerminateInstances",
  ],
  resources: ["*"],
};

/** What the managing identity may do beside assuming the managed roles. @internal */
export function managingStatements(baking: boolean): PermissionStatement[] {
  return baking ? [look, bake] : [look];
}
