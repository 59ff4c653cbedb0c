import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { inlinePolicyType } from "./inline-policy";

/** `aws:iam/rolePolicy:RolePolicy`. */
export const rolePolicyType = inlinePolicyType({
  token: "aws:iam/rolePolicy:RolePolicy",
  owner: "role",
  put: ({ iam }, RoleName, PolicyName, PolicyDocument) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
  get: ({ iam }, RoleName, PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
  remove: ({ iam }, RoleName, PolicyName) => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
});
