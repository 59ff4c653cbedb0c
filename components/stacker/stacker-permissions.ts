import type * as pulumi from "@pulumi/pulumi";
import type { PermissionStatementArgs } from "../permission-documents";
import { stackerTemplatePrefix } from "./stacker-names";

/** The example's permissions: everything, since CloudFormation acts with the rights of the one who calls it. @internal */
export const everything: PermissionStatementArgs = { sid: "Everything", actions: ["*"] };

/**
 * What stacker itself needs when CloudFormation acts with a service role: CloudFormation, handing over that role, and the
 * templates in the bucket; in the master account to write them too.
 *
 * Source: github cloudtools/stacker `stacker/providers/aws/default.py`, `stacker/actions/base.py`, `stacker/util.py`
 * `ensure_s3_bucket` (HeadBucket, HeadObject, PutObject with an ACL).
 *
 * @internal
 */
export function narrowPermissions(
  serviceRoleArn: pulumi.Input<string>,
  bucketName: string,
  isMaster: boolean,
): PermissionStatementArgs[] {
  const bucket = `arn:aws:s3:::${bucketName}`;
  const templates = [`${bucket}/${stackerTemplatePrefix}/*`];
  const write = [
    { sid: "FindBucket", actions: ["s3:GetBucketLocation", "s3:ListBucket"], resources: [bucket] },
    { sid: "WriteTemplates", actions: ["s3:PutObject", "s3:PutObjectAcl"], resources: templates },
  ];
  return [
    { sid: "CloudFormation", actions: ["cloudformation:*"] },
    {
      sid: "HandOverServiceRole",
      actions: ["iam:PassRole"],
      resources: [serviceRoleArn],
      conditions: { StringEquals: { "iam:PassedToService": ["cloudformation.amazonaws.com"] } },
    },
    { sid: "ReadTemplates", actions: ["s3:GetObject"], resources: templates },
    ...(isMaster ? write : []),
  ];
}
