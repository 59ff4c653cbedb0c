import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { InputRule, ResourceType } from "../../kernel/plugin";
import type { Properties } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { requiredText } from "../inputs/reading";
import { during, ifFound, unlessGone } from "./doing";

const flag: InputRule = { kind: "boolean", default: false };

/** `aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock`; its id is the bucket's name. */
export const bucketPublicAccessBlockType: ResourceType<AwsSession> = {
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  inputs: {
    bucket: { kind: "string", required: true, replaces: true },
    blockPublicAcls: flag,
    blockPublicPolicy: flag,
    ignorePublicAcls: flag,
    restrictPublicBuckets: flag,
  },
  outputs: [],

  async create(inputs, session) {
    const Bucket = requiredText(inputs, "bucket");
    await put(Bucket, inputs, session);
    return { id: Bucket, state: inputs };
  },

  async read(id, _, session) {
    const found = await during(`reading S3 Bucket Public Access Block (${id})`, () =>
      ifFound(async () => {
        const answer = await session.s3().send(new GetPublicAccessBlockCommand({ Bucket: id }));
        return answer.PublicAccessBlockConfiguration;
      }),
    );
    if (!found) return undefined;
    const state = {
      bucket: id,
      blockPublicAcls: found.BlockPublicAcls ?? false,
      blockPublicPolicy: found.BlockPublicPolicy ?? false,
      ignorePublicAcls: found.IgnorePublicAcls ?? false,
      restrictPublicBuckets: found.RestrictPublicBuckets ?? false,
    };
    return { id, state };
  },

  async update({ id, from, to }, session) {
    await put(id, to, session);
    return { ...from, ...to };
  },

  async delete(id, _, session) {
    await during(`deleting S3 Bucket Public Access Block (${id})`, () =>
      unlessGone(() => session.s3().send(new DeletePublicAccessBlockCommand({ Bucket: id }))),
    );
  },
};

async function put(Bucket: string, inputs: Properties, session: AwsSession): Promise<void> {
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: inputs.blockPublicAcls === true,
    BlockPublicPolicy: inputs.blockPublicPolicy === true,
    IgnorePublicAcls: inputs.ignorePublicAcls === true,
    RestrictPublicBuckets: inputs.restrictPublicBuckets === true,
  };
  await during(`putting S3 Bucket Public Access Block (${Bucket})`, () =>
    session.s3().send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration })),
  );
}
