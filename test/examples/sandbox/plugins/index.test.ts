import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetRoleCommand,
  IAMClient,
  ListPoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import * as iam from "@pulumi/aws/iam";
import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import * as random from "@pulumi/random";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../../../examples/sandbox/aws/connection";
import type { Ministack } from "../../../../examples/sandbox/aws/ministack";
import { type StandInPlugins, startPlugins } from "../../../../examples/sandbox/plugins";
import { startEmulator } from "../../../support/emulator";
import { InlineStack } from "./support/inline-stack";

const hub = "111111111111";
const members = ["222222222222", "333333333333"] as const;
const [member] = members;

const allow = (Action: string) => ({
  Version: "2012-10-17" as const,
  Statement: [{ Effect: "Allow" as const, Action, Resource: "*" }],
});
const trust = (AWS: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
  });
const entryRole = (accountId: string) => `arn:aws:iam::${accountId}:role/entry`;

describe("the stand-in plugins under the real Pulumi CLI", function () {
  this.timeout(120_000);
  let emulator: Ministack;
  let plugins: StandInPlugins;
  const stacks: InlineStack[] = [];

  before(async () => {
    emulator = await startEmulator();
    plugins = await startPlugins({ env: await makeRunner() });
  });

  after(async () => {
    await Promise.all(stacks.map((stack) => stack.close()));
    await plugins.close();
    await plugins.close();
    await emulator.close();
  });

  const rootOf = (accountId: string) => new IAMClient(connection(emulator.endpoint, emulatorRoot(accountId)));

  /** A user of the hub who may enter each member account; returns its keys as an environment. */
  async function makeRunner(): Promise<Record<string, string>> {
    const own = rootOf(hub);
    await own.send(new CreateUserCommand({ UserName: "runner" }));
    const policy = { PolicyName: "enter", PolicyDocument: JSON.stringify(allow("sts:AssumeRole")) };
    await own.send(new PutUserPolicyCommand({ UserName: "runner", ...policy }));
    for (const accountId of members) {
      const account = rootOf(accountId);
      const role = { RoleName: "entry", AssumeRolePolicyDocument: trust(`arn:aws:iam::${hub}:user/runner`) };
      await account.send(new CreateRoleCommand(role));
      const administrator = { PolicyName: "all", PolicyDocument: JSON.stringify(allow("*")) };
      await account.send(new PutRolePolicyCommand({ RoleName: "entry", ...administrator }));
    }
    const { AccessKey } = await own.send(new CreateAccessKeyCommand({ UserName: "runner" }));
    return { AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "", AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "" };
  }

  async function newStack(): Promise<InlineStack> {
    const stack = await InlineStack.create(plugins);
    stacks.push(stack);
    return stack;
  }

  const providerOf = (accountId: string, args: ProviderArgs = {}) =>
    new Provider("account", {
      region: "us-east-1",
      assumeRoles: [{ roleArn: entryRole(accountId), sessionName: "test" }],
      allowedAccountIds: [accountId],
      endpoints: [{ iam: emulator.endpoint, sts: emulator.endpoint }],
      ...args,
    });

  async function leftIn(accountId: string): Promise<string[]> {
    const account = rootOf(accountId);
    const { Roles = [] } = await account.send(new ListRolesCommand({}));
    const { Users = [] } = await account.send(new ListUsersCommand({}));
    const { Policies = [] } = await account.send(new ListPoliciesCommand({ Scope: "Local" }));
    const names = [
      ...Roles.map((r) => r.RoleName),
      ...Users.map((u) => u.UserName),
      ...Policies.map((p) => p.PolicyName),
    ];
    return names.map(String).filter((name) => name !== "entry");
  }

  const refusal = (run: Promise<unknown>) =>
    run.then(
      () => "succeeded",
      (error: Error) => error.message,
    );

  it("carry every type through creation, no-op, drift, update, replacement and deletion", async () => {
    const program = (wanted: { action: string; roleName: string }) => async () => {
      const provider = providerOf(member, { defaultTags: { tags: { made: "by-test" } } });
      const opts = { provider };
      const user = new iam.User("user", { name: "bob" }, opts);
      const key = new iam.AccessKey("key", { user: user.name }, opts);
      const policy = new iam.Policy("policy", { policy: allow(wanted.action) }, opts);
      const role = new iam.Role("role", { name: wanted.roleName, assumeRolePolicy: user.arn.apply(trust) }, opts);
      new iam.RolePolicyAttachment("role-attachment", { role: role.name, policyArn: policy.arn }, opts);
      new iam.UserPolicyAttachment("user-attachment", { user: user.name, policyArn: policy.arn }, opts);
      new iam.RolePolicy("role-policy", { role: role.name, policy: allow(wanted.action) }, opts);
      new iam.UserPolicy("user-policy", { user: user.name, policy: allow("s3:Get*") }, opts);
      new iam.InstanceProfile("profile", { role: role.name }, opts);
      const id = new random.RandomId("id", { byteLength: 4 });
      const uuid = new random.RandomUuid("uuid");
      const text = new random.RandomString("text", { length: 8 });
      const password = new random.RandomPassword("password", { length: 24 });
      const { arn } = await getCallerIdentity({}, opts);
      return {
        caller: arn,
        key: key.secret,
        password: password.result,
        drawn: [id.hex, uuid.result, text.result],
        role: role.arn,
      };
    };
    const first = { action: "ec2:Describe*", roleName: "first" };
    const stack = await newStack();
    expect(await stack.preview(program(first))).to.deep.equal({ create: 15 });
    expect(await leftIn(member)).to.deep.equal([]);

    const made = await stack.up();
    expect(made.changes).to.deep.equal({ create: 15 });
    expect(made.outputs.caller?.value).to.equal(`arn:aws:sts::${member}:assumed-role/entry/test`);
    expect(made.outputs.role?.value).to.equal(`arn:aws:iam::${member}:role/first`);
    expect(made.outputs.key?.secret).to.equal(true);
    expect(made.outputs.password?.secret).to.equal(true);
    const state = await stack.state();
    expect(state).not.to.contain(made.outputs.key?.value).and.not.to.contain(made.outputs.password?.value);

    const same = await stack.up();
    expect(same.changes).to.deep.equal({ same: 15 });
    expect(same.outputs.drawn?.value).to.deep.equal(made.outputs.drawn?.value);

    const byHand = { RoleName: "first", PolicyDocument: trust("*") };
    await rootOf(member).send(new UpdateAssumeRolePolicyCommand(byHand));
    expect(await stack.refresh()).to.deep.equal({ same: 14, update: 1 });
    expect((await stack.up()).changes).to.deep.equal({ same: 14, update: 1 });
    const { Role } = await rootOf(member).send(new GetRoleCommand({ RoleName: "first" }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).to.equal(trust(`arn:aws:iam::${member}:user/bob`));
    expect(Role?.Tags).to.deep.equal([{ Key: "made", Value: "by-test" }]);

    expect((await stack.up(program({ ...first, action: "ec2:*" }))).changes).to.deep.equal({ same: 13, update: 2 });
    const replaced = await stack.up(program({ action: "ec2:*", roleName: "second" }));
    expect(replaced.changes).to.deep.equal({ same: 11, replace: 3, update: 1 });
    expect(replaced.outputs.role?.value).to.equal(`arn:aws:iam::${member}:role/second`);

    expect(await stack.destroy()).to.deep.equal({ delete: 15 });
    expect(await leftIn(member)).to.deep.equal([]);
  });

  it("serve two CLIs at once, each in its own account", async () => {
    const program = (accountId: string) => async () => {
      const opts = { provider: providerOf(accountId) };
      const roles = Array.from(
        { length: 5 },
        (_, index) => new iam.Role(`r${index}`, { assumeRolePolicy: trust("*") }, opts),
      );
      return { arns: roles.map((role) => role.arn) };
    };
    const pair = await Promise.all(members.map(async (accountId) => ({ accountId, stack: await newStack() })));
    const results = await Promise.all(pair.map(({ accountId, stack }) => stack.up(program(accountId))));
    results.forEach((result, index) => {
      expect(result.outputs.arns?.value).to.have.length(5);
      for (const arn of result.outputs.arns?.value ?? [])
        expect(arn).to.contain(`arn:aws:iam::${members[index]}:role/r`);
    });
    await Promise.all(pair.map(({ stack }) => stack.destroy()));
    for (const accountId of members) expect(await leftIn(accountId)).to.deep.equal([]);
  });

  it("serve two providers of one program, each in its own account", async () => {
    const stack = await newStack();
    const { outputs } = await stack.up(async () => {
      const identities = members.map((accountId) => {
        const provider = new Provider(`in-${accountId}`, {
          region: "us-east-1",
          assumeRoles: [{ roleArn: entryRole(accountId), sessionName: "test" }],
          endpoints: [{ iam: emulator.endpoint, sts: emulator.endpoint }],
        });
        return getCallerIdentity({}, { provider });
      });
      return { accounts: (await Promise.all(identities)).map((identity) => identity.accountId) };
    });
    expect(outputs.accounts?.value).to.deep.equal([...members]);
  });

  it("configure the default provider from stack configuration", async () => {
    const stack = await newStack();
    await stack.configure({
      "aws:region": "us-east-1",
      "aws:endpoints[0].iam": emulator.endpoint,
      "aws:endpoints[0].sts": emulator.endpoint,
      "aws:assumeRoles[0].roleArn": entryRole(member),
      "aws:assumeRoles[0].sessionName": "configured",
    });
    const { outputs } = await stack.up(async () => ({ arn: (await getCallerIdentity()).arn }));
    expect(outputs.arn?.value).to.equal(`arn:aws:sts::${member}:assumed-role/entry/configured`);
  });

  it("refuse to talk to AWS", async () => {
    const stack = await newStack();
    const program = async () => {
      const provider = new Provider("aws", { region: "us-east-1", accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "x" });
      new iam.User("user", {}, { provider });
    };
    expect(await refusal(stack.up(program))).to.contain(
      "talks only to an emulator: give the provider endpoints for iam and sts",
    );
    const elsewhere = async () => {
      const provider = new Provider("aws", {
        region: "us-east-1",
        endpoints: [{ iam: "https://iam.amazonaws.com", sts: emulator.endpoint }],
      });
      new iam.User("user", {}, { provider });
    };
    expect(await refusal(stack.up(elsewhere))).to.contain("talks only to an emulator");
  });

  it("tell a person what is wrong as the real plugins do", async () => {
    const stack = await newStack();
    const account = await refusal(
      stack.up(async () => {
        new iam.User("user", {}, { provider: providerOf(member, { allowedAccountIds: [hub] }) });
      }),
    );
    expect(account).to.contain(`AWS account ID not allowed: ${member}`);
    const alias = await refusal(stack.up(async () => iam.getAccountAlias({ provider: providerOf(member) })));
    expect(alias).to.contain("reading IAM Account Alias: empty result");
    const name = await refusal(
      stack.up(async () => {
        new iam.Role("role", { name: "x".repeat(65), assumeRolePolicy: trust("*") }, { provider: providerOf(member) });
      }),
    );
    expect(name)
      .to.contain("aws:iam/role:Role resource 'role'")
      .and.contain("expected length of name to be in the range (1 - 64)");
    const principal = await refusal(
      stack.up(async () => {
        new iam.Role("role", { name: "bad", assumeRolePolicy: trust("12345") }, { provider: providerOf(member) });
      }),
    );
    expect(principal).to.contain('MalformedPolicyDocument: Invalid principal in policy: "AWS":"12345"');
  });
});
