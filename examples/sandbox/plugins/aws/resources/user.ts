import {
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  GetUserCommand,
  type IAMClient,
  PutUserPermissionsBoundaryCommand,
  paginateListAccessKeys,
  TagUserCommand,
  UntagUserCommand,
  type User,
} from "@aws-sdk/client-iam";
import type { Change, ResourceType } from "../../kernel/plugin";
import { type Properties, withoutAbsent } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { requiredText, textOf } from "../inputs/reading";
import { pathRule, tagRules } from "../inputs/rules";
import { deriveTags, syncTags, tagState, tagsToMake } from "../inputs/tags";
import { lengthBetween, matching } from "../inputs/validation";
import { during, ifFound, unlessGone } from "./doing";

/**
 * `aws:iam/user:User`.
 *
 * Another name or path makes a new user: the real plugin renames, but the emulator has no UpdateUser.
 * `forceDestroy` removes access keys and the login profile; other credentials of a user do not exist here.
 */
export const userType: ResourceType<AwsSession> = {
  token: "aws:iam/user:User",
  naming: { maxLength: 64 },
  inputs: {
    ...tagRules,
    name: {
      kind: "string",
      replaces: true,
      complaint: matching(
        /^[0-9A-Za-z=,.@\-_+]+$/,
        "must only contain alphanumeric characters, hyphens, underscores, commas, periods, @ symbols, plus and equals signs",
      ),
    },
    path: { ...pathRule, complaint: undefined },
    permissionsBoundary: { kind: "string", complaint: lengthBetween(0, 2048) },
    forceDestroy: { kind: "boolean", default: false, local: true },
  },
  outputs: ["arn", "uniqueId"],
  derive: deriveTags,

  async create(inputs, session) {
    const UserName = requiredText(inputs, "name");
    const request = new CreateUserCommand({
      UserName,
      Path: textOf(inputs, "path"),
      PermissionsBoundary: textOf(inputs, "permissionsBoundary"),
      Tags: tagsToMake(inputs),
    });
    await during(`creating IAM User (${UserName})`, () => session.iam.send(request));
    return { id: UserName, state: userState(await findUser(UserName, session), inputs, session) };
  },

  async read(id, known, session) {
    const user = await during(`reading IAM User (${id})`, () => findUser(id, session));
    return user && { id, state: userState(user, known, session) };
  },

  async update(change, session) {
    await during(`updating IAM User (${change.id})`, () => bring(change, session));
    return userState(await findUser(change.id, session), change.to, session);
  },

  async delete(id, state, { iam }) {
    await during(`deleting IAM User (${id})`, () =>
      unlessGone(async () => {
        if (state.forceDestroy === true) await removeCredentials(id, iam);
        await iam.send(new DeleteUserCommand({ UserName: id }));
      }),
    );
  },
};

async function bring({ id: UserName, from, to, changed }: Change, { iam }: AwsSession): Promise<void> {
  if (changed("permissionsBoundary")) {
    const PermissionsBoundary = textOf(to, "permissionsBoundary");
    await (PermissionsBoundary
      ? iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary }))
      : iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName })));
  }
  await syncTags(from, to, {
    untag: (TagKeys) => iam.send(new UntagUserCommand({ UserName, TagKeys })),
    tag: (Tags) => iam.send(new TagUserCommand({ UserName, Tags })),
  });
}

async function removeCredentials(UserName: string, client: IAMClient): Promise<void> {
  for await (const page of paginateListAccessKeys({ client }, { UserName })) {
    for (const { AccessKeyId } of page.AccessKeyMetadata ?? []) {
      await client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    }
  }
  await unlessGone(() => client.send(new DeleteLoginProfileCommand({ UserName })));
}

function findUser(UserName: string, { iam }: AwsSession): Promise<User | undefined> {
  return ifFound(async () => (await iam.send(new GetUserCommand({ UserName }))).User);
}

function userState(user: User | undefined, known: Properties, session: AwsSession): Properties {
  return withoutAbsent({
    arn: user?.Arn,
    forceDestroy: known.forceDestroy ?? false,
    name: user?.UserName,
    path: user?.Path,
    permissionsBoundary: user?.PermissionsBoundary?.PermissionsBoundaryArn,
    uniqueId: user?.UserId,
    ...tagState(user?.Tags, session),
  });
}
