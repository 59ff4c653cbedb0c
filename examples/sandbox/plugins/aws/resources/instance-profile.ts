import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  type InstanceProfile,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  UntagInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import { CreatedInPart } from "../../kernel/failures";
import type { Change, ResourceType } from "../../kernel/plugin";
import { type Properties, withoutAbsent } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { dateText, nameToMake, textOf } from "../inputs/reading";
import { nameRules, pathRule, tagRules } from "../inputs/rules";
import { deriveTags, syncTags, tagState, tagsToMake } from "../inputs/tags";
import { during, ifFound, unlessGone } from "./doing";

const longestName = 128;

/** `aws:iam/instanceProfile:InstanceProfile`, with at most one role. */
export const instanceProfileType: ResourceType<AwsSession> = {
  token: "aws:iam/instanceProfile:InstanceProfile",
  naming: { maxLength: longestName, takesPrefix: true },
  inputs: {
    ...nameRules(longestName),
    ...tagRules,
    path: { ...pathRule, complaint: undefined },
    role: { kind: "string" },
  },
  outputs: ["arn", "createDate", "uniqueId"],
  derive: deriveTags,

  async create(inputs, session) {
    const name = nameToMake(inputs);
    const request = { InstanceProfileName: name, Path: textOf(inputs, "path"), Tags: tagsToMake(inputs) };
    const { InstanceProfile: made } = await during(`creating IAM Instance Profile (${name})`, () =>
      session.iam.send(new CreateInstanceProfileCommand(request)),
    );
    const role = textOf(inputs, "role");
    const state = profileState(made, inputs, session);
    if (!role) return { id: name, state };
    try {
      await addRole(name, role, session);
    } catch (error) {
      throw new CreatedInPart({ id: name, state }, error);
    }
    return { id: name, state: { ...state, role } };
  },

  async read(id, known, session) {
    const found = await during(`reading IAM Instance Profile (${id})`, () => findProfile(id, session));
    return found && { id, state: profileState(found, known, session) };
  },

  async update(change, session) {
    await bring(change, session);
    return profileState(await findProfile(change.id, session), change.to, session);
  },

  async delete(id, state, session) {
    const role = textOf(state, "role");
    if (role) await removeRole(id, role, session);
    await during(`deleting IAM Instance Profile (${id})`, () =>
      unlessGone(() => session.iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: id }))),
    );
  },
};

async function bring({ id, from, to, changed }: Change, session: AwsSession): Promise<void> {
  if (changed("role")) {
    const [before, wanted] = [textOf(from, "role"), textOf(to, "role")];
    if (before) await removeRole(id, before, session);
    if (wanted) await addRole(id, wanted, session);
  }
  const InstanceProfileName = id;
  await during(`updating tags of IAM Instance Profile (${id})`, () =>
    syncTags(from, to, {
      untag: (TagKeys) => session.iam.send(new UntagInstanceProfileCommand({ InstanceProfileName, TagKeys })),
      tag: (Tags) => session.iam.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags })),
    }),
  );
}

async function addRole(id: string, role: string, { iam }: AwsSession): Promise<void> {
  await during(`adding IAM Role (${role}) to IAM Instance Profile (${id})`, () =>
    iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: id, RoleName: role })),
  );
}

async function removeRole(id: string, role: string, { iam }: AwsSession): Promise<void> {
  await during(`removing IAM Role (${role}) from IAM Instance Profile (${id})`, () =>
    unlessGone(() => iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: id, RoleName: role }))),
  );
}

function findProfile(id: string, { iam }: AwsSession): Promise<InstanceProfile | undefined> {
  return ifFound(
    async () => (await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: id }))).InstanceProfile,
  );
}

function profileState(profile: InstanceProfile | undefined, known: Properties, session: AwsSession): Properties {
  return withoutAbsent({
    arn: profile?.Arn,
    createDate: dateText(profile?.CreateDate),
    name: profile?.InstanceProfileName,
    namePrefix: known.namePrefix,
    path: profile?.Path,
    role: profile?.Roles?.[0]?.RoleName,
    uniqueId: profile?.InstanceProfileId,
    ...tagState(profile?.Tags, session),
  });
}
