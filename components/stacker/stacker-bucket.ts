import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { InputCheck } from "../input-check";
import { renderBucketPolicy } from "./bucket-policy";
import { accountOfArn, findAccountIdProblem, findBucketNameProblem, findRoleArnProblem } from "./stacker-names";

/** Arguments of a {@link StackerBucket}. */
export interface StackerBucketArgs {
  /** Name of the bucket, one of its kind among all of AWS. Another name makes another bucket. */
  bucketName: pulumi.Input<string>;
  /** ARNs of the Stacker roles of the other accounts, whose CloudFormation reads templates there; they must exist. @default none */
  readerRoleArns?: pulumi.Input<string>[];
  /** Whole accounts that may read, each by its own policies: for roles that do not exist yet, or come and go. @default none */
  readerAccountIds?: string[];
  /** Accounts the readers may be in; a reader of another one is refused. @default any */
  accountIds?: string[];
  /** Organizations the readers must belong to, `o-…`. @default not looked at */
  organizationIds?: pulumi.Input<string>[];
  /** True to let the readers read everything in the bucket, as the original example does. @default false: templates only */
  readAll?: boolean;
  /** False where the bucket is reached without TLS, which only an emulator is; else that locks everyone out. @default true */
  tlsOnly?: boolean;
  /** True to delete the templates with the bucket; else a bucket that holds some is not deleted. @default false */
  forceDestroy?: pulumi.Input<boolean>;
  /** Tags of the bucket. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The bucket stacker uploads templates to, in the master account, from which CloudFormation of the other accounts fetches them.
 *
 * Closed to the public, reached over TLS only, versioned, and read by the named roles or accounts only, of `stack_templates/` only. Encryption
 * with SSE-S3 and the owner's rights over everything in it (no ACLs) are what S3 gives every new bucket; encryption with KMS alone
 * would break stacker, which uploads with `AES256`. Bad inputs throw `pulumi.InputPropertiesError` with all problems at once.
 *
 * Source: github cloudtools/stacker `examples/cross-account/templates/stacker-bucket.yaml`, `stacker/actions/base.py`; S3 User Guide
 * "Default encryption", "Controlling ownership of objects".
 *
 * @example
 * ```ts
 * new StackerBucket("stacker", {
 *   bucketName: "acme-stacker",
 *   readerRoleArns: ["arn:aws:iam::222222222222:role/Stacker"],
 * });
 * ```
 */
export class StackerBucket extends pulumi.ComponentResource {
  /** Name of the bucket: `stacker_bucket` in stacker.yaml. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket. */
  readonly bucketArn: pulumi.Output<string>;

  constructor(name: string, args: StackerBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:StackerBucket", name, {}, opts);

    const inputs = normalizeInputs(name, args, this);
    const bucket = createBucket(name, inputs.bucketName, args, this);
    const block = createBlock(name, bucket, this);
    createVersioning(name, bucket, this);
    createPolicy(name, bucket, block, inputs, args, this);

    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }
}

interface BucketInputs {
  bucketName: pulumi.Input<string>;
  readers: pulumi.Input<string>[];
}

function normalizeInputs(name: string, args: StackerBucketArgs, component: StackerBucket): BucketInputs {
  const check = new InputCheck("StackerBucket", name, component);
  const { accountIds } = args;
  check.each("accountIds", accountIds ?? [], findAccountIdProblem);
  const inputs = {
    bucketName: check.value("bucketName", args.bucketName, findBucketNameProblem),
    readers: [
      ...check.each(
        "readerRoleArns",
        args.readerRoleArns ?? [],
        (arn) => findRoleArnProblem(arn) ?? findStrangeReader(arn, accountOfArn(arn), accountIds),
      ),
      ...check
        .each(
          "readerAccountIds",
          args.readerAccountIds ?? [],
          (id) => findAccountIdProblem(id) ?? findStrangeReader(id, id, accountIds),
        )
        .map((id) => pulumi.interpolate`arn:aws:iam::${id}:root`),
    ],
  };
  check.each("organizationIds", args.organizationIds ?? [], (id) =>
    /^o-[a-z0-9]{10,32}$/.test(id) ? undefined : `"${id}" is not the id of an organization`,
  );
  if (args.tlsOnly === false && inputs.readers.length === 0) {
    check.report([
      { path: "readerRoleArns", message: "is empty, and without tlsOnly nothing is left for a bucket policy" },
    ]);
  }
  check.assertNone();
  return inputs;
}

function findStrangeReader(reader: string, account = "", accountIds: string[] | undefined): string | undefined {
  return accountIds === undefined || accountIds.includes(account)
    ? undefined
    : `"${reader}" is not of the accounts ${accountIds.join(", ")}`;
}

function createBucket(
  name: string,
  bucket: pulumi.Input<string>,
  { forceDestroy, tags }: StackerBucketArgs,
  parent: StackerBucket,
): s3.Bucket {
  return new s3.Bucket(`${name}-bucket`, { bucket, forceDestroy, tags }, { parent });
}

function createBlock(name: string, bucket: s3.Bucket, parent: StackerBucket): s3.BucketPublicAccessBlock {
  const closed = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  };
  return new s3.BucketPublicAccessBlock(
    `${name}-public-access-block`,
    { bucket: bucket.bucket, ...closed },
    { parent },
  );
}

function createVersioning(name: string, bucket: s3.Bucket, parent: StackerBucket): void {
  const versioningConfiguration = { status: "Enabled" };
  new s3.BucketVersioning(`${name}-versioning`, { bucket: bucket.bucket, versioningConfiguration }, { parent });
}

function createPolicy(
  name: string,
  bucket: s3.Bucket,
  block: s3.BucketPublicAccessBlock,
  inputs: BucketInputs,
  { organizationIds, readAll, tlsOnly }: StackerBucketArgs,
  parent: StackerBucket,
): void {
  const policy = pulumi
    .all([bucket.arn, pulumi.all(inputs.readers), pulumi.all(organizationIds ?? [])])
    .apply(([bucketArn, readers, organizations]) =>
      renderBucketPolicy({ bucketArn, readers, organizations, readAll: readAll === true, tlsOnly: tlsOnly !== false }),
    );
  // S3 answers one of two changes of a bucket's access at a time with a conflict.
  new s3.BucketPolicy(`${name}-policy`, { bucket: bucket.bucket, policy }, { parent, dependsOn: [block] });
}
