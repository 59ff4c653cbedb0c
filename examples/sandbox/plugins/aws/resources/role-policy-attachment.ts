import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  paginateListAttachedRolePolicies,
} from "@aws-sdk/client-iam";
import { attachmentType } from "./attachment";

/** `aws:iam/rolePolicyAttachment:RolePolicyAttachment`. */
export const rolePolicyAttachmentType = attachmentType({
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  owner: "role",
  attach: ({ iam }, RoleName, PolicyArn) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
  detach: ({ iam }, RoleName, PolicyArn) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
  async list({ iam: client }, RoleName) {
    const arns: string[] = [];
    for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
      arns.push(...(page.AttachedPolicies ?? []).map((policy) => policy.PolicyArn ?? ""));
    }
    return arns;
  },
});
