import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  type Policy,
  type PolicyVersion,
  paginateListPolicyVersions,
  TagPolicyCommand,
  UntagPolicyCommand,
} from "@aws-sdk/client-iam";
import type { Change, ResourceType } from "../../kernel/plugin";
import { type Properties, withoutAbsent } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { decodeDocument } from "../documents/policy-text";
import { nameToMake, requiredText, textOf } from "../inputs/reading";
import { nameRules, pathRule, policyRule, tagRules } from "../inputs/rules";
import { deriveTags, syncTags, tagState, tagsToMake } from "../inputs/tags";
import { during, ifFound, unlessGone } from "./doing";

const longestName = 128;
// Source: IAM User Guide, "IAM and AWS STS quotas".
const mostVersions = 5;

/** `aws:iam/policy:Policy`. A changed document makes a new version of the policy; the oldest one goes when there are five. */
export const policyType: ResourceType<AwsSession> = {
  token: "aws:iam/policy:Policy",
  naming: { maxLength: longestName, takesPrefix: true },
  inputs: {
    ...nameRules(longestName),
    ...tagRules,
    description: { kind: "string", replaces: true },
    path: { ...pathRule, complaint: undefined },
    policy: policyRule,
  },
  outputs: ["arn", "attachmentCount", "policyId"],
  derive: deriveTags,

  async create(inputs, session) {
    const PolicyName = nameToMake(inputs);
    const PolicyDocument = requiredText(inputs, "policy");
    const request = new CreatePolicyCommand({
      PolicyName,
      PolicyDocument,
      Path: textOf(inputs, "path"),
      Description: textOf(inputs, "description"),
      Tags: tagsToMake(inputs),
    });
    const { Policy } = await during(`creating IAM Policy (${PolicyName})`, () => session.iam.send(request));
    const described = { ...Policy, Description: textOf(inputs, "description") };
    return { id: Policy?.Arn ?? "", state: policyState(described, PolicyDocument, inputs, session) };
  },

  async read(id, known, session) {
    return during(`reading IAM Policy (${id})`, async () => {
      const found = await findPolicy(id, session.iam);
      return found && { id, state: policyState(found.policy, found.document, known, session) };
    });
  },

  async update(change, session) {
    return during(`updating IAM Policy (${change.id})`, async () => {
      await bring(change, session.iam);
      const found = await findPolicy(change.id, session.iam);
      return policyState(found?.policy ?? {}, found?.document ?? "", change.to, session);
    });
  },

  async delete(id, _, { iam }) {
    await during(`deleting IAM Policy (${id})`, () =>
      unlessGone(async () => {
        for (const { VersionId } of await otherVersions(id, iam)) {
          await iam.send(new DeletePolicyVersionCommand({ PolicyArn: id, VersionId }));
        }
        await iam.send(new DeletePolicyCommand({ PolicyArn: id }));
      }),
    );
  },
};

async function bring({ id: PolicyArn, from, to, changed }: Change, iam: IAMClient): Promise<void> {
  if (changed("policy")) {
    await makeRoomForVersion(PolicyArn, iam);
    const PolicyDocument = requiredText(to, "policy");
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
  }
  await syncTags(from, to, {
    untag: (TagKeys) => iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys })),
    tag: (Tags) => iam.send(new TagPolicyCommand({ PolicyArn, Tags })),
  });
}

async function makeRoomForVersion(PolicyArn: string, iam: IAMClient): Promise<void> {
  const others = await otherVersions(PolicyArn, iam);
  if (others.length + 1 < mostVersions) return;
  const number = (version: PolicyVersion) => Number(version.VersionId?.replace("v", ""));
  const oldest = others.reduce((first, version) => (number(version) < number(first) ? version : first));
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: oldest.VersionId }));
}

async function otherVersions(PolicyArn: string, client: IAMClient): Promise<PolicyVersion[]> {
  const versions: PolicyVersion[] = [];
  for await (const page of paginateListPolicyVersions({ client }, { PolicyArn }))
    versions.push(...(page.Versions ?? []));
  return versions.filter((version) => !version.IsDefaultVersion);
}

function findPolicy(PolicyArn: string, iam: IAMClient): Promise<{ policy: Policy; document: string } | undefined> {
  return ifFound(async () => {
    const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    if (!policy) return undefined;
    const VersionId = policy.DefaultVersionId;
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    return { policy, document: decodeDocument(PolicyVersion?.Document) };
  });
}

function policyState(policy: Policy, document: string, known: Properties, session: AwsSession): Properties {
  return withoutAbsent({
    arn: policy.Arn,
    attachmentCount: policy.AttachmentCount,
    description: policy.Description ?? "",
    name: policy.PolicyName,
    namePrefix: known.namePrefix,
    path: policy.Path,
    policy: document,
    policyId: policy.PolicyId,
    ...tagState(policy.Tags, session),
  });
}
