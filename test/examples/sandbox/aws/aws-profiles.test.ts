import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { writeAwsProfiles } from "../../../../examples/sandbox/aws/aws-profiles";
import { createIdentities } from "../../../../examples/sandbox/aws/identities";
import { startEmulator } from "../../../support/emulator";

describe("the AWS profiles of the sandbox", () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  let dir: string;
  let env: Record<string, string>;

  before(async function () {
    this.timeout(180_000);
    emulator = await startEmulator();
    dir = await mkdtemp(path.join(tmpdir(), "aws-profiles-"));
    const identities = await createIdentities(emulator.endpoint, "111111111111");
    env = await writeAwsProfiles({
      dir,
      endpoint: emulator.endpoint,
      profiles: { ...identities },
      defaultProfile: "hub",
    });
  });

  after(async () => {
    await emulator.close();
    await rm(dir, { recursive: true, force: true });
  });

  it("make a client that knows nothing else of the sandbox talk to the emulator as the hub's user", async () => {
    expect(await callerOf(env)).to.equal("arn:aws:iam::111111111111:user/cross-account-operator");
  });

  it("have one for Spot and one for a stranger", async () => {
    expect(await callerOf({ ...env, AWS_PROFILE: "spot" })).to.equal("arn:aws:iam::922761411349:user/spot-service");
    expect(await callerOf({ ...env, AWS_PROFILE: "stranger" })).to.equal("arn:aws:iam::888888888888:user/stranger");
  });

  it("can be read by the user only", async () => {
    for (const file of [env.AWS_CONFIG_FILE, env.AWS_SHARED_CREDENTIALS_FILE]) {
      expect((await stat(file ?? "")).mode & 0o777).to.equal(0o600);
    }
  });
});

/** Who a process with these variables, and no other of AWS, is to the default client. */
async function callerOf(env: Record<string, string>): Promise<string> {
  const script = `
    const { GetCallerIdentityCommand, STSClient } = require("@aws-sdk/client-sts");
    new STSClient({}).send(new GetCallerIdentityCommand({})).then((it) => process.stdout.write(it.Arn));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], {
    cwd: __dirname,
    env: { PATH: process.env.PATH, ...env },
  });
  return stdout;
}
