import { GetRoleCommand } from "@aws-sdk/client-iam";
import type { PluginFunction } from "../../kernel/plugin";
import { withoutAbsent } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { decodeDocument } from "../documents/policy-text";
import { dateText, requiredText } from "../inputs/reading";
import { tagState } from "../inputs/tags";
import { during } from "../resources/doing";

/** `aws:iam/getRole`. */
export const getRole: PluginFunction<AwsSession> = {
  token: "aws:iam/getRole:getRole",
  takes: ["name"],
  async call(args, session) {
    const name = requiredText(args, "name");
    const { Role: role } = await during(`reading IAM Role (${name})`, () =>
      session.iam.send(new GetRoleCommand({ RoleName: name })),
    );
    return withoutAbsent({
      id: name,
      name,
      arn: role?.Arn,
      assumeRolePolicy: decodeDocument(role?.AssumeRolePolicyDocument),
      createDate: dateText(role?.CreateDate),
      description: role?.Description ?? "",
      maxSessionDuration: role?.MaxSessionDuration,
      path: role?.Path,
      permissionsBoundary: role?.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
      roleLastUseds: [],
      tags: tagState(role?.Tags, session).tagsAll,
      uniqueId: role?.RoleId,
    });
  },
};
