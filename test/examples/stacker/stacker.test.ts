import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { GetBucketPolicyCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../../examples/sandbox/aws/connection";
import { PlainStack } from "../../support/account-stack";
import { exampleProject } from "../../support/checkout";
import { OutsideView } from "../../support/outside-view";
import { useSandbox } from "../../support/sandbox-suite";
import { StackerConsumer } from "../../support/stacker-consumer";

const bucket = "acme-stacker-templates";
const templateKey = "stack_templates/vpc/vpc-1a2b3c4d.json";

describe("the example of stacker, with stacker's own libraries", function () {
  this.timeout(240_000);
  const sandbox = useSandbox();
  let stacker: StackerConsumer;
  let stack: PlainStack;
  let view: OutsideView;
  let project: string;
  let operatorEnv: Record<string, string>;
  const id = (name: string) => sandbox().organization.account(name).id;

  function config(more: Record<string, unknown> = {}): Record<string, unknown> {
    const { aws } = sandbox();
    return {
      "stacker:endpoint": aws.endpoint,
      "stacker:enterFrom": [aws.hubRoleArn],
      "stacker:entryRoleName": aws.entryRoleName,
      "stacker:masterAccountId": id("data-lake"),
      "stacker:accounts": { prod: id("shop-prod"), stage: id("shop-dev") },
      "stacker:bucketName": bucket,
      "stacker:operatorArns": [`arn:aws:iam::${id("data-lake")}:user/operator`],
      ...more,
    };
  }

  async function up(...flags: string[]): Promise<void> {
    const { exitCode, stdout, stderr } = await stack.operate("up", ...flags);
    expect(exitCode, stdout + stderr).to.equal(0);
    const { awsConfig } = await stack.outputs<{ awsConfig: string }>();
    await writeFile(path.join(project, "aws-config"), awsConfig);
  }

  const use = (profile: string, ...action: string[]) => stacker.use(operatorEnv, profile, ...action);

  before(async () => {
    const { aws, env } = sandbox();
    [stacker, project] = await Promise.all([StackerConsumer.install(), exampleProject(sandbox(), "stacker")]);
    view = new OutsideView(aws.endpoint, env);
    stack = await PlainStack.create(sandbox(), project, config());
    operatorEnv = {
      ...(await makeOperator(aws.endpoint, id("data-lake"))),
      AWS_CONFIG_FILE: path.join(project, "aws-config"),
      AWS_SHARED_CREDENTIALS_FILE: path.join(project, "no-credentials"),
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_EC2_METADATA_DISABLED: "true",
    };
  });

  it("makes the roles and the bucket in one go", async () => {
    await up();
    for (const account of ["data-lake", "shop-prod", "shop-dev"]) {
      expect(await view.roleNames(id(account)), account).to.include("Stacker");
    }
    expect(await bucketNames()).to.deep.equal([bucket]);
  });

  it("keeps out who has no second factor", async () => {
    expect((await use("master")).error).to.match(/AccessDenied/);
    expect((await use("prod")).error).to.match(/AccessDenied/);
  });

  it("keeps the bucket's policy to the roles by name", async () => {
    const s3 = new S3Client({
      ...connection(sandbox().aws.endpoint, emulatorRoot(id("data-lake"))),
      forcePathStyle: true,
    });
    const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    const [statement] = JSON.parse(Policy).Statement;
    const roles = ["shop-prod", "shop-dev"].map((account) => `arn:aws:iam::${id(account)}:role/Stacker`);
    expect(statement.Principal.AWS).to.have.members(roles);
  });

  it("carries a changed trust to the master role, and other readers to the bucket, in place", async () => {
    // The emulator sees no more of a caller from another account than the account, so a role named in a bucket policy stays out.
    const readByAccount = { "stacker:readByAccount": true };
    await stack.configure(config({ ...readByAccount, "stacker:mfa": false, "stacker:forceDestroy": true }));
    await up();
  });

  it("lets botocore in by way of the master account, as the configuration says", async () => {
    expect((await use("master")).arn).to.equal(`arn:aws:sts::${id("data-lake")}:assumed-role/Stacker/stacker`);
    expect((await use("prod")).arn).to.equal(`arn:aws:sts::${id("shop-prod")}:assumed-role/Stacker/stacker`);
    expect((await use("stage")).arn).to.equal(`arn:aws:sts::${id("shop-dev")}:assumed-role/Stacker/stacker`);
  });

  it("lets the master role upload a template as stacker does, and the others read it", async () => {
    expect((await use("master", "write", bucket, templateKey)).error).to.equal(undefined);
    for (const profile of ["prod", "stage"]) {
      const { body, error } = await use(profile, "read", bucket, templateKey);
      expect(body, error).to.equal("{}");
    }
  });

  it("lets the others read templates only, and write nothing", async () => {
    expect((await use("master", "write", bucket, "notes/secret.json")).error).to.equal(undefined);
    expect((await use("prod", "read", bucket, "notes/secret.json")).error).to.match(/AccessDenied/);
    expect((await use("prod", "write", bucket, templateKey)).error).to.match(/AccessDenied/);
  });

  it("refuses a profile that is not there, and somebody else with the right configuration", async () => {
    expect((await use("production")).error).to.match(/^ProfileNotFound/);
    const stranger = await makeOperator(sandbox().aws.endpoint, id("payments-dev"));
    expect((await stacker.use({ ...operatorEnv, ...stranger }, "master")).error).to.match(/AccessDenied/);
    const roleArn = `arn:aws:iam::${id("shop-prod")}:role/Stacker`;
    expect(await view.assume("stranger", roleArn)).to.equal("out");
  });

  it("writes a stacker.yaml that stacker reads, with the bucket filled in", async () => {
    const { stackerYaml } = await stack.outputs<{ stackerYaml: string }>();
    const understood = await stacker.parse(stackerYaml);
    expect(understood).to.deep.include({ namespace: "", stacker_bucket: bucket, stacker_bucket_region: "us-east-1" });
    expect(understood.stacks).to.have.length(2);
    expect((understood.stacks as Record<string, unknown>[])[0]).to.deep.include({
      name: "prod/vpc",
      stack_name: "vpc",
      profile: "prod",
    });
  });

  it("finds no drift and changes nothing the second time", async () => {
    await up("--refresh", "--expect-no-changes");
  });

  it("leaves nothing behind after destroy", async () => {
    const { exitCode, stdout, stderr } = await stack.operate("destroy");
    expect(exitCode, stdout + stderr).to.equal(0);
    for (const account of ["data-lake", "shop-prod", "shop-dev"]) {
      expect(await view.roleNames(id(account)), account).to.not.include("Stacker");
      expect(await view.policyNames(id(account)), account).to.deep.equal([]);
    }
    expect(await bucketNames()).to.deep.equal([]);
  });

  async function bucketNames(): Promise<string[]> {
    const s3 = new S3Client(connection(sandbox().aws.endpoint, emulatorRoot(id("data-lake"))));
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    return Buckets.map(({ Name = "" }) => Name);
  }
});

/** A user of an account who may become its stacker role, as variables with the keys. */
async function makeOperator(endpoint: string, accountId: string): Promise<Record<string, string>> {
  const iam = new IAMClient(connection(endpoint, emulatorRoot(accountId)));
  const UserName = "operator";
  const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/Stacker" }];
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "become-stacker", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
  };
}
