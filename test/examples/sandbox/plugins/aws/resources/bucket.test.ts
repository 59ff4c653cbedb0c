import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../../../../../examples/sandbox/aws/connection";
import { AwsOnEmulator, account, root, trust, types } from "../../support/aws-on-emulator";
import { refusalOf } from "../../support/plugin-client";

const bucketType = "aws:s3/bucket:Bucket";
const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const blockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const versioningType = "aws:s3/bucketVersioning:BucketVersioning";

const readable = (AWS: unknown, Resource = "arn:aws:s3:::templates/*") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "s3:GetObject", Resource }],
  });

describe("buckets of the aws stand-in on the emulator", function () {
  this.timeout(60_000);
  let aws: AwsOnEmulator;

  before(async () => {
    aws = await AwsOnEmulator.start();
  });

  after(() => aws.close());

  it("makes, changes and deletes a bucket with what is configured on it, and a refresh finds nothing", async () => {
    const bucket = await aws.plugin.make(bucketType, "b", { bucket: "templates", tags: { a: "1" } });
    expect(bucket.state).to.deep.include({ arn: "arn:aws:s3:::templates", bucket: "templates", tags: { a: "1" } });
    const versioning = await aws.plugin.make(versioningType, "v", {
      bucket: "templates",
      versioningConfiguration: { status: "Enabled" },
    });
    const block = await aws.plugin.make(blockType, "p", { bucket: "templates", blockPublicPolicy: true });
    const policy = await aws.plugin.make(policyType, "w", { bucket: "templates", policy: readable(root) });
    for (const made of [bucket, versioning, block, policy]) expect(await aws.drift(made), made.type).to.deep.equal([]);

    const untagged = await aws.plugin.change(bucket, { bucket: "templates" });
    expect(untagged.state.tags).to.deep.equal({});
    const other = await aws.plugin.change(policy, { bucket: "templates", policy: readable(["999999999999", root]) });
    const suspended = await aws.plugin.change(versioning, {
      bucket: "templates",
      versioningConfiguration: { status: "Suspended" },
    });
    const all = await aws.plugin.change(block, { bucket: "templates", blockPublicPolicy: true, blockPublicAcls: true });
    for (const made of [untagged, other, suspended, all]) expect(await aws.drift(made), made.type).to.deep.equal([]);

    for (const made of [other, all, suspended, untagged]) await aws.plugin.delete(made);
    expect(await aws.plugin.read(untagged)).to.equal(undefined);
    expect(await aws.plugin.read(other)).to.equal(undefined);
    await aws.plugin.delete(untagged);
  });

  it("deletes a bucket with objects only with forceDestroy", async () => {
    const kept = await aws.plugin.make(bucketType, "full", { bucket: "full-bucket" });
    const s3 = new S3Client({ ...connection(aws.emulator.endpoint, emulatorRoot(account)), forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: "full-bucket", Key: "k", Body: "v" }));
    expect(await refusalOf(aws.plugin.delete(kept))).to.contain("BucketNotEmpty");
    await aws.plugin.delete(await aws.plugin.change(kept, { bucket: "full-bucket", forceDestroy: true }));
    expect(await aws.plugin.read(kept)).to.equal(undefined);
  });

  it("is replaced for another name", async () => {
    const made = await aws.plugin.make(bucketType, "fixed", { bucket: "fixed-bucket" });
    expect(await aws.replaces(made, { bucket: "other-bucket" })).to.deep.equal(["bucket"]);
    await aws.plugin.delete(made);
  });

  it("refuses what S3 refuses and the emulator takes", async () => {
    const made = await aws.plugin.make(bucketType, "strict", { bucket: "templates" });
    await aws.plugin.make(types.role, "here", { name: "here", assumeRolePolicy: trust(root) });
    const bad = {
      "a role that does not exist": readable(`arn:aws:iam::${account}:role/absent`),
      "something that is no principal": readable("not-an-arn"),
      "another bucket": readable(root, "arn:aws:s3:::others/*"),
      "no principal": readable([]),
    };
    for (const [what, policy] of Object.entries(bad)) {
      const refused = await refusalOf(aws.plugin.make(policyType, "w", { bucket: "templates", policy }));
      expect(refused, what).to.contain("MalformedPolicy");
    }
    await aws.plugin.make(policyType, "w", {
      bucket: "templates",
      policy: readable(`arn:aws:iam::${account}:role/here`),
    });
    await aws.plugin.delete(made);
  });

  it("refuses bad names and statuses before anything is made", async () => {
    expect((await aws.plugin.check(bucketType, "x", { bucket: "Upper" })).failures).to.have.length(1);
    const given = { bucket: "b-b", versioningConfiguration: { status: "On" } };
    expect((await aws.plugin.check(versioningType, "x", given)).failures[0]?.reason).to.contain("Enabled");
  });
});
