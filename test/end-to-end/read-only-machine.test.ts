import { mkdir, readdir } from "node:fs/promises";
import * as path from "node:path";
import { IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { locatePulumi } from "../../automation/engine/locate-pulumi";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { hubRoleName } from "../../examples/sandbox/aws/identities";
import { packageRoot } from "../../examples/sandbox/source-folder";
import { type CommandResult, runCommand } from "../support/cross-account";
import { FleetCommand } from "../support/fleet-command";
import { mayMakeReadOnlyMachine, onReadOnlyMachine } from "../support/read-only-machine";
import { useSandbox } from "../support/sandbox-suite";

const managementId = "111111111111";
const bucket = "fleet";

describe("a machine without a home, with one folder for temporary files and all else read-only", function () {
  this.timeout(240_000);
  const sandbox = useSandbox({
    organization: { management: { accountId: managementId }, accounts: [{ name: "one", ou: "/Workloads" }] },
  });
  let scratch: string;
  let pulumi: string;

  before(async function () {
    if (!mayMakeReadOnlyMachine()) return this.skip();
    const { aws, dir } = sandbox();
    pulumi = (await locatePulumi()).command;
    scratch = path.join(dir, "scratch");
    await mkdir(scratch);
    await letHubUseBucket();
    const at = `endpoint=${new URL(aws.endpoint).host}&disableSSL=true&s3ForcePathStyle=true&region=${aws.region}`;
    await new FleetCommand(sandbox()).edit<{ state: object }>((file) => {
      file.state = { backend: `s3://${bucket}?${at}`, journal: `s3://${bucket}/journals`, secrets: "passphrase" };
    });
  });

  function run(HOME: string | undefined, ...command: string[]): Promise<CommandResult> {
    const { dir, env } = sandbox();
    const nowhere = { HOME, XDG_CACHE_HOME: undefined, PULUMI_HOME: undefined, TERM: undefined };
    const PATH = `${path.dirname(pulumi)}:${process.env.PATH}`;
    const variables = { ...env, ...nowhere, PATH, TMPDIR: scratch, LAMBDA_TASK_ROOT: dir };
    const [program, args] = onReadOnlyMachine(scratch, dir, [process.execPath, ...command]);
    return runCommand(program, args, { env: variables });
  }

  it("brings a fleet up in a function that is called twice, and changes nothing the second time", async () => {
    const call = `
      const { handler } = require(${JSON.stringify(path.join(packageRoot(), "dist/examples/lambda/index.js"))});
      const context = { getRemainingTimeInMillis: () => 900_000 };
      handler({}, context).then(async (first) => console.log(JSON.stringify([first, await handler({}, context)])));`;
    const { exitCode, stdout, stderr } = await run("/nonexistent", "-e", call);
    expect(exitCode, stderr).to.equal(0);
    const [first, second] = JSON.parse(stdout) as object[];
    expect(first).to.include({ done: 1, unchanged: 0 });
    expect(second).to.include({ done: 0, unchanged: 1 });
    expect(await readdir(scratch)).to.deep.equal([]);
    expect(stderr).to.equal("");
  });

  it("finds it unchanged by the command, as a job of a pipeline", async () => {
    const command = path.join(packageRoot(), "dist/automation/cli/main.js");
    const { exitCode, stdout, stderr } = await run(undefined, command, "up", "--yes", "fleet.yaml");
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(stdout).to.include("1 account is as it was when last proven");
    expect(await readdir(scratch)).to.deep.equal([]);
  });

  async function letHubUseBucket(): Promise<void> {
    const root = connection(sandbox().aws.endpoint, emulatorRoot(managementId));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
    const iam = new IAMClient(root);
    await iam.send(new PutRolePolicyCommand({ RoleName: hubRoleName, PolicyName: "bucket", PolicyDocument }));
    await iam.send(
      new PutUserPolicyCommand({ UserName: "cross-account-operator", PolicyName: "bucket", PolicyDocument }),
    );
    const s3 = new S3Client({ ...root, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  }
});
