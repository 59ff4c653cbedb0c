import {
  AttachUserPolicyCommand,
  DetachUserPolicyCommand,
  paginateListAttachedUserPolicies,
} from "@aws-sdk/client-iam";
import { attachmentType } from "./attachment";

/** `aws:iam/userPolicyAttachment:UserPolicyAttachment`. */
export const userPolicyAttachmentType = attachmentType({
  token: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  owner: "user",
  attach: ({ iam }, UserName, PolicyArn) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
  detach: ({ iam }, UserName, PolicyArn) => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
  async list({ iam: client }, UserName) {
    const arns: string[] = [];
    for await (const page of paginateListAttachedUserPolicies({ client }, { UserName })) {
      arns.push(...(page.AttachedPolicies ?? []).map((policy) => policy.PolicyArn ?? ""));
    }
    return arns;
  },
});
