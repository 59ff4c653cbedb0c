import { GetBucketVersioningCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import type { InputRule, ResourceType } from "../../kernel/plugin";
import { isMap, type Properties } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { requiredText } from "../inputs/reading";
import { during, ifFound, unlessGone } from "./doing";

const configurationRule: InputRule = {
  kind: "text-map",
  required: true,
  complaint(value) {
    const { status, ...others } = isMap(value) ? value : {};
    const [unknown] = Object.keys(others);
    if (unknown) return `the sandbox's stand-in does not implement versioningConfiguration.${unknown}`;
    const known = status === "Enabled" || status === "Suspended";
    return known ? undefined : `expected status to be one of ["Enabled" "Suspended"], got ${status}`;
  },
};

/**
 * `aws:s3/bucketVersioning:BucketVersioning`; its id is the bucket's name.
 *
 * A bucket whose versioning was ever on can only suspend it, which deleting does, as the real plugin does.
 */
export const bucketVersioningType: ResourceType<AwsSession> = {
  token: "aws:s3/bucketVersioning:BucketVersioning",
  inputs: {
    bucket: { kind: "string", required: true, replaces: true },
    versioningConfiguration: configurationRule,
  },
  outputs: [],

  async create(inputs, session) {
    const Bucket = requiredText(inputs, "bucket");
    await put(Bucket, statusOf(inputs), session);
    return { id: Bucket, state: inputs };
  },

  async read(id, _, session) {
    const status = await during(`reading S3 Bucket Versioning (${id})`, () =>
      ifFound(async () => (await session.s3().send(new GetBucketVersioningCommand({ Bucket: id }))).Status),
    );
    return status === undefined ? undefined : { id, state: { bucket: id, versioningConfiguration: { status } } };
  },

  async update({ id, from, to }, session) {
    await put(id, statusOf(to), session);
    return { ...from, ...to };
  },

  async delete(id, _, session) {
    await unlessGone(() => put(id, "Suspended", session));
  },
};

function statusOf({ versioningConfiguration: configuration }: Properties): "Enabled" | "Suspended" {
  return isMap(configuration) && configuration.status === "Enabled" ? "Enabled" : "Suspended";
}

// Without words of its own around a failure: a deletion has to recognize that the bucket is gone.
async function put(Bucket: string, Status: "Enabled" | "Suspended", session: AwsSession): Promise<void> {
  await session.s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}
