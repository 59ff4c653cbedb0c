import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type Role,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import type { Change, ResourceType } from "../../kernel/plugin";
import { type Properties, withoutAbsent } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { decodeDocument } from "../documents/policy-text";
import { dateText, nameToMake, numberOf, requiredText, textOf } from "../inputs/reading";
import { boundaryRule, nameRules, pathRule, policyRule, tagRules } from "../inputs/rules";
import { deriveTags, syncTags, tagState, tagsToMake } from "../inputs/tags";
import { between, lengthBetween } from "../inputs/validation";
import { during, ifFound, unlessGone } from "./doing";

const longestName = 64;

/**
 * `aws:iam/role:Role`.
 *
 * `inlinePolicies` and `managedPolicyArns` are refused as inputs and left out of the outputs: they have resource types of their own.
 */
export const roleType: ResourceType<AwsSession> = {
  token: "aws:iam/role:Role",
  naming: { maxLength: longestName, takesPrefix: true },
  inputs: {
    ...nameRules(longestName),
    ...tagRules,
    assumeRolePolicy: policyRule,
    description: { kind: "string", complaint: lengthBetween(0, 1000) },
    forceDetachPolicies: { kind: "boolean", default: false, local: true },
    maxSessionDuration: { kind: "integer", default: 3600, complaint: between(3600, 43_200) },
    path: pathRule,
    permissionsBoundary: boundaryRule,
  },
  outputs: ["arn", "createDate", "uniqueId"],
  derive: deriveTags,

  async create(inputs, session) {
    const RoleName = nameToMake(inputs);
    const request = new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: requiredText(inputs, "assumeRolePolicy"),
      Path: textOf(inputs, "path"),
      Description: textOf(inputs, "description"),
      MaxSessionDuration: numberOf(inputs, "maxSessionDuration"),
      PermissionsBoundary: textOf(inputs, "permissionsBoundary"),
      Tags: tagsToMake(inputs),
    });
    const { Role } = await during(`creating IAM Role (${RoleName})`, () => session.iam.send(request));
    return { id: RoleName, state: roleState(Role, inputs, session) };
  },

  async read(id, known, session) {
    const role = await during(`reading IAM Role (${id})`, () => findRole(id, session));
    return role && { id, state: roleState(role, known, session) };
  },

  async update(change, session) {
    await during(`updating IAM Role (${change.id})`, () => bring(change, session));
    return roleState(await findRole(change.id, session), change.to, session);
  },

  async delete(id, state, session) {
    await during(`deleting IAM Role (${id})`, () =>
      unlessGone(async () => {
        if (state.forceDetachPolicies === true) await takeOffPolicies(id, session.iam);
        await session.iam.send(new DeleteRoleCommand({ RoleName: id }));
      }),
    );
  },
};

function findRole(name: string, session: AwsSession): Promise<Role | undefined> {
  return ifFound(async () => (await session.iam.send(new GetRoleCommand({ RoleName: name }))).Role);
}

async function bring({ id: RoleName, from, to, changed }: Change, { iam }: AwsSession): Promise<void> {
  if (changed("assumeRolePolicy")) {
    const PolicyDocument = requiredText(to, "assumeRolePolicy");
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  }
  if (changed("description")) {
    // The one call that also takes a description away.
    await iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description: textOf(to, "description") ?? "" }));
  }
  if (changed("maxSessionDuration")) {
    const MaxSessionDuration = numberOf(to, "maxSessionDuration");
    await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration }));
  }
  if (changed("permissionsBoundary")) {
    const PermissionsBoundary = textOf(to, "permissionsBoundary");
    await (PermissionsBoundary
      ? iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }))
      : iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })));
  }
  await syncTags(from, to, {
    untag: (TagKeys) => iam.send(new UntagRoleCommand({ RoleName, TagKeys })),
    tag: (Tags) => iam.send(new TagRoleCommand({ RoleName, Tags })),
  });
}

async function takeOffPolicies(RoleName: string, client: IAMClient): Promise<void> {
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    for (const { PolicyArn } of page.AttachedPolicies ?? []) {
      await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    }
  }
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of page.PolicyNames ?? []) {
      await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
  }
}

function roleState(role: Role | undefined, known: Properties, session: AwsSession): Properties {
  return withoutAbsent({
    arn: role?.Arn,
    assumeRolePolicy: decodeDocument(role?.AssumeRolePolicyDocument),
    createDate: dateText(role?.CreateDate),
    description: role?.Description ?? "",
    forceDetachPolicies: known.forceDetachPolicies ?? false,
    maxSessionDuration: role?.MaxSessionDuration,
    name: role?.RoleName,
    namePrefix: known.namePrefix,
    path: role?.Path,
    permissionsBoundary: role?.PermissionsBoundary?.PermissionsBoundaryArn,
    uniqueId: role?.RoleId,
    ...tagState(role?.Tags, session),
  });
}
