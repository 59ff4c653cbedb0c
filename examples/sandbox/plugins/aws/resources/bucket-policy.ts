import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import type { ResourceType } from "../../kernel/plugin";
import type { AwsSession } from "../connection/session";
import { requiredText } from "../inputs/reading";
import { policyRule } from "../inputs/rules";
import { during, ifFound, unlessGone } from "./doing";

/** `aws:s3/bucketPolicy:BucketPolicy`; its id is the bucket's name. */
export const bucketPolicyType: ResourceType<AwsSession> = {
  token: "aws:s3/bucketPolicy:BucketPolicy",
  inputs: {
    bucket: { kind: "string", required: true, replaces: true },
    policy: policyRule,
  },
  outputs: [],

  async create(inputs, session) {
    const Bucket = requiredText(inputs, "bucket");
    await put(Bucket, requiredText(inputs, "policy"), session);
    return { id: Bucket, state: inputs };
  },

  async read(id, _, session) {
    const policy = await during(`reading S3 Bucket Policy (${id})`, () =>
      ifFound(async () => (await session.s3().send(new GetBucketPolicyCommand({ Bucket: id }))).Policy),
    );
    return policy === undefined ? undefined : { id, state: { bucket: id, policy } };
  },

  async update({ id, from, to }, session) {
    await put(id, requiredText(to, "policy"), session);
    return { ...from, ...to };
  },

  async delete(id, _, session) {
    await during(`deleting S3 Bucket Policy (${id})`, () =>
      unlessGone(() => session.s3().send(new DeleteBucketPolicyCommand({ Bucket: id }))),
    );
  },
};

async function put(Bucket: string, Policy: string, session: AwsSession): Promise<void> {
  await during(`putting S3 Bucket (${Bucket}) Policy`, () =>
    session.s3().send(new PutBucketPolicyCommand({ Bucket, Policy })),
  );
}
