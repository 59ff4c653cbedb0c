import { DeleteUserPolicyCommand, GetUserPolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { inlinePolicyType } from "./inline-policy";

/** `aws:iam/userPolicy:UserPolicy`. */
export const userPolicyType = inlinePolicyType({
  token: "aws:iam/userPolicy:UserPolicy",
  owner: "user",
  put: ({ iam }, UserName, PolicyName, PolicyDocument) =>
    iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
  get: ({ iam }, UserName, PolicyName) => iam.send(new GetUserPolicyCommand({ UserName, PolicyName })),
  remove: ({ iam }, UserName, PolicyName) => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
});
