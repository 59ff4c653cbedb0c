import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { StackerBucket, type StackerBucketArgs } from "../../../components/stacker/stacker-bucket";
import { runMocked } from "../mocked-program";

const prod = "arn:aws:iam::222222222222:role/Stacker";
const minimal: StackerBucketArgs = { bucketName: "acme-stacker", readerRoleArns: [prod] };

const run = (args: StackerBucketArgs) =>
  runMocked(
    (options) => {
      const { bucketName, bucketArn } = new StackerBucket("stacker", args, options);
      return { bucketName, bucketArn };
    },
    { "aws:s3/bucket:Bucket": ({ bucket }) => ({ arn: `arn:aws:s3:::${bucket}` }) },
  );

const statementsOf = async (args: StackerBucketArgs) =>
  JSON.parse(String((await run(args)).only("aws:s3/bucketPolicy:BucketPolicy").inputs.policy)).Statement;

describe("StackerBucket", () => {
  it("is closed to the public, versioned, TLS only, and read by the named roles only, of templates only", async () => {
    const { only, value } = await run(minimal);
    expect(value).to.deep.equal({ bucketName: "acme-stacker", bucketArn: "arn:aws:s3:::acme-stacker" });
    expect(only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).to.deep.equal({
      bucket: "acme-stacker",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const versioning = only("aws:s3/bucketVersioning:BucketVersioning").inputs.versioningConfiguration;
    expect(versioning).to.deep.equal({ status: "Enabled" });
    expect(await statementsOf(minimal)).to.deep.equal([
      {
        Sid: "ReadTemplates",
        Effect: "Allow",
        Principal: { AWS: prod },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-stacker/stack_templates/*",
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::acme-stacker", "arn:aws:s3:::acme-stacker/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("opens further or less far when asked", async () => {
    const [read] = await statementsOf({ ...minimal, readAll: true, organizationIds: ["o-abcdef1234"] });
    expect(read.Resource).to.equal("arn:aws:s3:::acme-stacker/*");
    expect(read.Condition).to.deep.equal({ StringEquals: { "aws:PrincipalOrgID": "o-abcdef1234" } });
    const [accounts] = await statementsOf({ bucketName: "acme-stacker", readerAccountIds: ["222222222222"] });
    expect(accounts.Principal).to.deep.equal({ AWS: "arn:aws:iam::222222222222:root" });
    const closed = await statementsOf({ ...minimal, readerRoleArns: [] });
    expect(closed.map(({ Sid }: { Sid: string }) => Sid)).to.deep.equal(["TlsOnly"]);
    expect(await statementsOf({ ...minimal, tlsOnly: false })).to.have.length(1);
  });

  it("writes the same text for the same readers in another order", async () => {
    const stage = "arn:aws:iam::333333333333:role/Stacker";
    const one = await statementsOf({ ...minimal, readerRoleArns: [prod, stage] });
    expect(await statementsOf({ ...minimal, readerRoleArns: [stage, prod, prod] })).to.deep.equal(one);
  });

  const bad: Record<string, [StackerBucketArgs, string]> = {
    "a bucket name S3 does not take": [{ ...minimal, bucketName: "Acme_Stacker" }, "bucketName"],
    "an account as reader": [{ ...minimal, readerRoleArns: ["222222222222"] }, "readerRoleArns[0]"],
    "a wildcard as reader": [{ ...minimal, readerRoleArns: ["arn:aws:iam::222222222222:role/*"] }, "readerRoleArns[0]"],
    "a reader outside of the fleet": [{ ...minimal, accountIds: ["333333333333"] }, "readerRoleArns[0]"],
    "a whole account outside of the fleet": [
      { ...minimal, readerAccountIds: ["222222222222"], accountIds: ["333333333333"] },
      "readerAccountIds[0]",
    ],
    "an organization that is none": [{ ...minimal, organizationIds: ["acme"] }, "organizationIds[0]"],
    "a bucket with nothing for its policy": [{ ...minimal, readerRoleArns: [], tlsOnly: false }, "readerRoleArns"],
  };
  for (const [what, [args, path]] of Object.entries(bad)) {
    it(`refuses ${what}, before anything is made`, async () => {
      const { resources } = await runMocked((options) => {
        expect(() => new StackerBucket("bad", args, options)).to.throw(pulumi.InputPropertiesError, path);
        return {};
      });
      expect(resources.filter(({ type }) => type.startsWith("aws:"))).to.deep.equal([]);
    });
  }
});
