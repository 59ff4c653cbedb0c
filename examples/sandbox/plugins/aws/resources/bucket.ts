import {
  type Bucket,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  paginateListBuckets,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CreatedInPart } from "../../kernel/failures";
import type { ResourceType } from "../../kernel/plugin";
import { type Properties, withoutAbsent } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { requiredText } from "../inputs/reading";
import { tagRules } from "../inputs/rules";
import { deriveTags, tagState, tagsToMake } from "../inputs/tags";
import { bucketName } from "../inputs/validation";
import { during, ifFound, unlessGone } from "./doing";

/** `aws:s3/bucket:Bucket`, with a given name; what is configured on a bucket has resource types of its own. */
export const bucketType: ResourceType<AwsSession> = {
  token: "aws:s3/bucket:Bucket",
  inputs: {
    ...tagRules,
    bucket: { kind: "string", required: true, replaces: true, complaint: bucketName },
    forceDestroy: { kind: "boolean", default: false, local: true },
  },
  outputs: ["arn", "bucketRegionalDomainName", "region"],
  derive: deriveTags,

  async create(inputs, session) {
    const Bucket = requiredText(inputs, "bucket");
    await during(`creating S3 Bucket (${Bucket})`, () => session.s3().send(new CreateBucketCommand({ Bucket })));
    try {
      if (tagsToMake(inputs)) await syncTags(Bucket, inputs, session);
      return { id: Bucket, state: await bucketState(Bucket, inputs, session) };
    } catch (error) {
      throw new CreatedInPart(
        { id: Bucket, state: { bucket: Bucket, forceDestroy: inputs.forceDestroy ?? false } },
        error,
      );
    }
  },

  async read(id, known, session) {
    const found = await during(`reading S3 Bucket (${id})`, () => findBucket(id, session.s3()));
    return found && { id, state: await bucketState(id, known, session) };
  },

  async update({ id, to, changed }, session) {
    if (changed("tagsAll")) await syncTags(id, to, session);
    return bucketState(id, to, session);
  },

  async delete(id, state, session) {
    await during(`deleting S3 Bucket (${id})`, () =>
      unlessGone(async () => {
        if (state.forceDestroy === true) await emptyBucket(id, session.s3());
        await session.s3().send(new DeleteBucketCommand({ Bucket: id }));
      }),
    );
  },
};

// By the list of the account's own buckets: a name that another account took is not this bucket.
function findBucket(name: string, client: S3Client): Promise<Bucket | undefined> {
  return ifFound(async () => {
    for await (const page of paginateListBuckets({ client }, {})) {
      const found = page.Buckets?.find((bucket) => bucket.Name === name);
      if (found) return found;
    }
    return undefined;
  });
}

async function syncTags(Bucket: string, inputs: Properties, session: AwsSession): Promise<void> {
  const TagSet = tagsToMake(inputs);
  await during(`setting S3 Bucket (${Bucket}) tags`, async () => {
    if (TagSet) await session.s3().send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    else await session.s3().send(new DeleteBucketTaggingCommand({ Bucket }));
  });
}

async function emptyBucket(Bucket: string, client: S3Client): Promise<void> {
  // What was listed is gone before the next look, so each look is at the first page.
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const listed = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (listed.length === 0) return;
    const Objects = listed.map(({ Key, VersionId }) => ({ Key, VersionId }));
    const { Errors: [refused] = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    if (refused) throw new Error(`deleting ${refused.Key}: ${refused.Code}: ${refused.Message}`);
  }
}

async function bucketState(name: string, known: Properties, session: AwsSession): Promise<Properties> {
  const tags = await ifFound(
    async () => (await session.s3().send(new GetBucketTaggingCommand({ Bucket: name }))).TagSet,
  );
  return withoutAbsent({
    arn: `arn:aws:s3:::${name}`,
    bucket: name,
    bucketRegionalDomainName: `${name}.s3.${session.region}.amazonaws.com`,
    forceDestroy: known.forceDestroy ?? false,
    region: session.region,
    ...tagState(tags, session),
  });
}
