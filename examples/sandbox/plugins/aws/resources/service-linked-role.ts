import {
  CreateServiceLinkedRoleCommand,
  DeleteServiceLinkedRoleCommand,
  GetRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  type Role,
  TagRoleCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import pRetry from "p-retry";
import { CreatedInPart } from "../../kernel/failures";
import type { ResourceType } from "../../kernel/plugin";
import { type Properties, withoutAbsent } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { dateText, requiredText } from "../inputs/reading";
import { tagRules } from "../inputs/rules";
import { deriveTags, syncTags, tagState } from "../inputs/tags";
import { matching } from "../inputs/validation";
import { during, ifFound, unlessGone } from "./doing";

const noTags: Properties = { tagsAll: {} };

/** `aws:iam/serviceLinkedRole:ServiceLinkedRole`, without `customSuffix` and `description`. Its id is its ARN. */
export const serviceLinkedRoleType: ResourceType<AwsSession> = {
  token: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
  inputs: {
    ...tagRules,
    awsServiceName: {
      kind: "string",
      required: true,
      replaces: true,
      complaint: matching(/\.(amazonaws\.com|amazonaws\.com\.cn)$/, "must end with .amazonaws.com"),
    },
  },
  outputs: ["arn", "createDate", "name", "path", "uniqueId"],
  derive: deriveTags,

  async create(inputs, session) {
    const AWSServiceName = requiredText(inputs, "awsServiceName");
    const { Role: made } = await during(`creating IAM Service Linked Role (${AWSServiceName})`, () =>
      session.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName })),
    );
    const id = made?.Arn ?? "";
    try {
      // IAM takes no tags with the call that makes the role.
      await tag(id, noTags, inputs, session);
    } catch (error) {
      throw new CreatedInPart({ id, state: roleState(made, session) }, error);
    }
    return { id, state: roleState(await findRole(id, session), session) };
  },

  async read(id, _, session) {
    const found = await during(`reading IAM Service Linked Role (${id})`, () => ifFound(() => findRole(id, session)));
    return found && { id, state: roleState(found, session) };
  },

  async update({ id, from, to }, session) {
    await tag(id, from, to, session);
    return roleState(await findRole(id, session), session);
  },

  async delete(id, _, session) {
    await during(`deleting IAM Service Linked Role (${id})`, () => unlessGone(() => remove(id, session)));
  },
};

function tag(id: string, from: Properties, to: Properties, { iam }: AwsSession): Promise<void> {
  const RoleName = nameOf(id);
  return during(`updating tags of IAM Service Linked Role (${id})`, () =>
    syncTags(from, to, {
      untag: (TagKeys) => iam.send(new UntagRoleCommand({ RoleName, TagKeys })),
      tag: (Tags) => iam.send(new TagRoleCommand({ RoleName, Tags })),
    }),
  );
}

/** IAM asks the service whether the role is still in use, and says later what came of it. */
async function remove(id: string, { iam }: AwsSession): Promise<void> {
  const { DeletionTaskId } = await iam.send(new DeleteServiceLinkedRoleCommand({ RoleName: nameOf(id) }));
  await pRetry(
    async () => {
      const task = await iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }));
      if (task.Status !== "SUCCEEDED") throw new Error(`${task.Status}: ${task.Reason?.Reason ?? "still in use"}`);
    },
    { retries: 5, minTimeout: 100, maxTimeout: 1000 },
  );
}

async function findRole(id: string, { iam }: AwsSession): Promise<Role | undefined> {
  return (await iam.send(new GetRoleCommand({ RoleName: nameOf(id) }))).Role;
}

function nameOf(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}

function roleState(role: Role | undefined, session: AwsSession): Properties {
  return withoutAbsent({
    arn: role?.Arn,
    awsServiceName: role?.Path?.split("/")[2],
    createDate: dateText(role?.CreateDate),
    name: role?.RoleName,
    path: role?.Path,
    uniqueId: role?.RoleId,
    ...tagState(role?.Tags, session),
  });
}
