import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../../../../../examples/sandbox/aws/connection";
import type { Ministack } from "../../../../../../examples/sandbox/aws/ministack";
import { parseConfiguration } from "../../../../../../examples/sandbox/plugins/aws/connection/configuration";
import { openSession } from "../../../../../../examples/sandbox/plugins/aws/connection/session";
import { startEmulator } from "../../../../../support/emulator";

const hub = "111111111111";
const member = "222222222222";
const externalId = "b6d7c1f0-77aa-4e33-9a1c-0d1e2f3a4b5c";

const mayAssume = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
});

describe("entering an account", function () {
  this.timeout(60_000);
  let emulator: Ministack & { dir: string };
  let userKeys = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };

  before(async () => {
    emulator = await startEmulator();
    const iam = new IAMClient(connection(emulator.endpoint, emulatorRoot(hub)));
    await iam.send(new CreateUserCommand({ UserName: "runner" }));
    const policy = { PolicyName: "assume", PolicyDocument: mayAssume };
    await iam.send(new PutUserPolicyCommand({ UserName: "runner", ...policy }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "runner" }));
    userKeys = {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
    };
    const runner = `arn:aws:iam::${hub}:user/runner`;
    await createRole(member, "entry", { Principal: { AWS: runner } });
    await createRole(member, "guarded", {
      Principal: { AWS: runner },
      Condition: { StringEquals: { "sts:ExternalId": externalId } },
    });
  });

  after(() => emulator.close());

  async function createRole(accountId: string, RoleName: string, statement: object): Promise<void> {
    const document = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }],
    };
    const iam = new IAMClient(connection(emulator.endpoint, emulatorRoot(accountId)));
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(document) }));
  }

  function open(settings: Record<string, unknown>, env: Record<string, string> = userKeys) {
    const given = { endpoints: [{ iam: emulator.endpoint, sts: emulator.endpoint }], ...settings };
    const texts = Object.entries(given).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const configuration = parseConfiguration({ region: "us-east-1", ...Object.fromEntries(texts) }, env);
    return openSession(configuration, env);
  }

  async function whoIs(session: ReturnType<typeof open>): Promise<string> {
    return (await (await session).callerIdentity()).arn;
  }

  const refusal = (session: ReturnType<typeof open>) =>
    session.then(
      () => "opened",
      (error: Error) => error.message,
    );

  it("uses the keys of the environment", async () => {
    expect(await whoIs(open({}))).to.equal(`arn:aws:iam::${hub}:user/runner`);
  });

  it("prefers keys of the configuration", async () => {
    expect(await whoIs(open({ accessKey: member, secretKey: "any" }))).to.equal(`arn:aws:iam::${member}:root`);
  });

  it("uses the profile named by the configuration or the environment, from the environment's own files", async () => {
    const file = path.join(emulator.dir, "credentials");
    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = userKeys;
    await writeFile(file, `[runner]\naws_access_key_id=${id}\naws_secret_access_key=${secret}\n`);
    const env = { AWS_SHARED_CREDENTIALS_FILE: file, AWS_CONFIG_FILE: "/dev/null" };
    expect(await whoIs(open({}, { ...env, AWS_PROFILE: "runner" }))).to.equal(`arn:aws:iam::${hub}:user/runner`);
    expect(await whoIs(open({ profile: "runner" }, env))).to.equal(`arn:aws:iam::${hub}:user/runner`);
    expect(await refusal(open({ profile: "nobody" }, env)))
      .to.contain("No valid credential sources found")
      .and.contain("nobody");
  });

  it("becomes the roles of the chain, one after the other", async () => {
    const entry = `arn:aws:iam::${member}:role/entry`;
    await createRole(member, "last", { Principal: { AWS: entry } });
    const iam = new IAMClient(connection(emulator.endpoint, emulatorRoot(member)));
    const policy = { PolicyName: "assume", PolicyDocument: mayAssume };
    await iam.send(new PutRolePolicyCommand({ RoleName: "entry", ...policy }));
    const last = `arn:aws:iam::${member}:role/last`;
    const chain = [
      { roleArn: entry, sessionName: "run-1" },
      { roleArn: last, sessionName: "run-2" },
    ];
    expect(await whoIs(open({ assumeRoles: chain }))).to.equal(`arn:aws:sts::${member}:assumed-role/last/run-2`);
    const skipping = await refusal(open({ assumeRoles: chain.slice(1) }));
    expect(skipping).to.contain(`IAM Role (${last}) cannot be assumed.`);
  });

  it("sends the external id, and says in the real plugin's words that a role cannot be assumed without it", async () => {
    const roleArn = `arn:aws:iam::${member}:role/guarded`;
    const session = open({ assumeRoles: [{ roleArn, sessionName: "run", externalId }] });
    expect(await whoIs(session)).to.equal(`arn:aws:sts::${member}:assumed-role/guarded/run`);
    const refused = await refusal(open({ assumeRoles: [{ roleArn, sessionName: "run" }] }));
    expect(refused).to.contain(`Cannot assume IAM Role: IAM Role (${roleArn}) cannot be assumed.`);
    expect(refused)
      .to.contain("operation error STS: AssumeRole, https response error StatusCode: 403")
      .and.contain("AccessDenied");
  });

  it("refuses an account that is not allowed, seen through the assumed role", async () => {
    const assumeRoles = [{ roleArn: `arn:aws:iam::${member}:role/entry`, sessionName: "run" }];
    await open({ assumeRoles, allowedAccountIds: [member] });
    expect(await refusal(open({ assumeRoles, allowedAccountIds: [hub] }))).to.equal(
      `AWS account ID not allowed: ${member}`,
    );
    expect(await refusal(open({ assumeRoles, forbiddenAccountIds: [member] }))).to.equal(
      `AWS account ID not allowed: ${member}`,
    );
  });

  it("allows no account when it is told not to ask which one it is, as the real plugin", async () => {
    const settings = { skipCredentialsValidation: true, skipRequestingAccountId: true };
    expect(await refusal(open({ ...settings, allowedAccountIds: [hub] }))).to.equal("AWS account ID not allowed: ");
    expect(await refusal(open(settings))).to.equal("opened");
  });

  it("says what is wrong with keys that nobody has", async () => {
    const refused = await refusal(open({ accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wrong" }));
    expect(refused).to.contain("operation error STS: GetCallerIdentity").and.contain("StatusCode: 403");
  });
});
