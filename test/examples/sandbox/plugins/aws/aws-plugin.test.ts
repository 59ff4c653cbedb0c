import {
  CreateAccountAliasCommand,
  CreatePolicyVersionCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../../../../examples/sandbox/aws/connection";
import type { Ministack } from "../../../../../examples/sandbox/aws/ministack";
import { awsPlugin } from "../../../../../examples/sandbox/plugins/aws/aws-plugin";
import { type PluginServer, servePlugin } from "../../../../../examples/sandbox/plugins/kernel/plugin-server";
import type { Properties } from "../../../../../examples/sandbox/plugins/kernel/property-values";
import { startEmulator } from "../../../../support/emulator";
import { PluginClient, type Remembered, refusalOf } from "../support/plugin-client";

const account = "222222222222";
const role = "aws:iam/role:Role";
const policy = "aws:iam/policy:Policy";
const user = "aws:iam/user:User";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const inline = "aws:iam/rolePolicy:RolePolicy";
const profile = "aws:iam/instanceProfile:InstanceProfile";
const accessKey = "aws:iam/accessKey:AccessKey";

const allow = (Action: string | string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const trust = (AWS: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
  });
const root = "arn:aws:iam::999999999999:root";

describe("the aws stand-in on the emulator", function () {
  this.timeout(60_000);
  let emulator: Ministack;
  let server: PluginServer;
  let plugin: PluginClient;
  let iam: IAMClient;

  before(async () => {
    emulator = await startEmulator();
    server = await servePlugin(awsPlugin({ AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "any" }));
    iam = new IAMClient(connection(emulator.endpoint, emulatorRoot(account)));
    plugin = await connect();
  });

  after(async () => {
    plugin.close();
    await server.close();
    await emulator.close();
  });

  async function connect(settings: Record<string, string> = {}): Promise<PluginClient> {
    const client = new PluginClient(server.port);
    const endpoints = JSON.stringify([{ iam: emulator.endpoint, sts: emulator.endpoint }]);
    await client.configure({ region: "us-east-1", endpoints, ...settings });
    return client;
  }

  /** Inputs that a refresh finds different from those remembered. */
  async function drift(known: Remembered): Promise<string[]> {
    const found = await plugin.read(known);
    if (!found) return ["gone"];
    return (await plugin.diff({ ...known, inputs: found.inputs, state: found.state }, known.inputs)).getDiffsList();
  }

  /** Changes and compares: the inputs that differ, and whether they replace. */
  async function replaces(known: Remembered, given: Properties): Promise<string[]> {
    const { inputs } = await plugin.check(known.type, known.name, given, { olds: known.inputs });
    return (await plugin.diff(known, inputs)).getReplacesList();
  }

  describe("a role", () => {
    it("is created as given, and a refresh finds nothing", async () => {
      const given = {
        assumeRolePolicy: trust("999999999999"),
        path: "/vendors/",
        description: "d",
        maxSessionDuration: 7200,
        tags: { a: "1" },
      };
      const made = await plugin.make(role, "created", given);
      expect(made.id).to.match(/^created-[0-9a-f]{7}$/);
      expect(made.state).to.deep.include({
        ...given,
        arn: `arn:aws:iam::${account}:role/vendors/${made.id}`,
        name: made.id,
        tagsAll: { a: "1" },
        forceDetachPolicies: false,
      });
      expect(made.state.createDate).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(made.state.uniqueId).to.match(/^AROA/);
      expect(await drift(made)).to.deep.equal([]);
      await plugin.delete(made);
      expect(await plugin.read(made)).to.equal(undefined);
      await plugin.delete(made);
    });

    it("is updated in place, and each thing taken away again", async () => {
      const made = await plugin.make(role, "changing", { assumeRolePolicy: trust(root), name: "changing" });
      const boundary = await plugin.make(policy, "boundary", { policy: allow("s3:*") });
      const wanted = {
        name: "changing",
        assumeRolePolicy: trust("888888888888"),
        description: "now",
        maxSessionDuration: 43_200,
        permissionsBoundary: boundary.id,
        tags: { a: "1", b: "2" },
      };
      const changed = await plugin.change(made, wanted);
      expect(changed.state).to.deep.include(wanted);
      expect(await drift(changed)).to.deep.equal([]);
      const back = await plugin.change(changed, { name: "changing", assumeRolePolicy: trust(root), tags: { b: "3" } });
      expect(back.state).to.deep.include({ description: "", maxSessionDuration: 3600, tags: { b: "3" } });
      expect(back.state).not.to.have.property("permissionsBoundary");
      expect(await drift(back)).to.deep.equal([]);
      await plugin.delete(back);
      await plugin.delete(boundary);
    });

    it("is replaced for another name or path", async () => {
      const made = await plugin.make(role, "fixed", { assumeRolePolicy: trust(root), name: "fixed" });
      const given = { assumeRolePolicy: trust(root), name: "other", path: "/p/", description: "d" };
      expect(await replaces(made, given)).to.have.members(["name", "path"]);
      await plugin.delete(made);
    });

    it("shows what someone changed by hand", async () => {
      const made = await plugin.make(role, "drifting", { assumeRolePolicy: trust(root), name: "drifting" });
      const RoleName = "drifting";
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust("*") }));
      expect(await drift(made)).to.deep.equal(["assumeRolePolicy"]);
      await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200, Description: "by hand" }));
      await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "by", Value: "hand" }] }));
      expect(await drift(made)).to.have.members([
        "assumeRolePolicy",
        "maxSessionDuration",
        "description",
        "tags",
        "tagsAll",
      ]);
      const found = await plugin.read(made);
      const repaired = await plugin.change(found ?? made, { assumeRolePolicy: trust(root), name: "drifting" });
      expect(await drift(repaired)).to.deep.equal([]);
      await iam.send(new DeleteRoleCommand({ RoleName }));
      expect(await drift(made)).to.deep.equal(["gone"]);
    });

    it("keeps the program's spelling of a trust policy that means the same", async () => {
      const made = await plugin.make(role, "spelled", { assumeRolePolicy: trust("999999999999") });
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: made.id, PolicyDocument: trust(root) }));
      const found = await plugin.read(made);
      expect(found?.state.assumeRolePolicy).to.equal(trust("999999999999"));
      expect(found?.inputs.assumeRolePolicy).to.equal(trust("999999999999"));
      await plugin.delete(made);
    });

    it("is imported by its name with everything it has", async () => {
      const made = await plugin.make(role, "known", { assumeRolePolicy: trust(root), name: "known", description: "d" });
      const imported = await plugin.read({ ...made, inputs: {}, state: {} });
      expect(imported?.inputs).to.include({
        name: "known",
        description: "d",
        assumeRolePolicy: trust(root),
        path: "/",
      });
      await plugin.delete(made);
    });

    it("takes a name from a prefix and keeps it", async () => {
      const given = { assumeRolePolicy: trust(root), namePrefix: "pre-" };
      const made = await plugin.make(role, "prefixed", given);
      expect(made.id).to.match(/^pre-[0-9a-f]{26}$/);
      expect(await drift(made)).to.deep.equal([]);
      await plugin.delete(made);
    });

    it("takes its policies off first when told to, and else is not deleted", async () => {
      const made = await plugin.make(role, "held", { assumeRolePolicy: trust(root) });
      await iam.send(new PutRolePolicyCommand({ RoleName: made.id, PolicyName: "p", PolicyDocument: allow("s3:*") }));
      expect(await refusalOf(plugin.delete(made))).to.contain("DeleteConflict");
      await plugin.delete({ ...made, state: { ...made.state, forceDetachPolicies: true } });
      expect(await plugin.read(made)).to.equal(undefined);
    });
  });

  it("adds the provider's default tags to a resource, and finds no drift in them", async () => {
    const tagged = await connect({ defaultTags: '{"tags":{"owner":"me"}}' });
    const made = await tagged.make(role, "tagged", { assumeRolePolicy: trust(root), tags: { a: "1" } });
    expect(made.state).to.deep.include({ tags: { a: "1" }, tagsAll: { owner: "me", a: "1" } });
    const found = await tagged.read(made);
    expect((await tagged.diff({ ...made, inputs: found?.inputs ?? {} }, made.inputs)).getDiffsList()).to.deep.equal([]);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: made.id }));
    expect(Role?.Tags).to.have.deep.members([
      { Key: "owner", Value: "me" },
      { Key: "a", Value: "1" },
    ]);
    await tagged.delete(made);
    tagged.close();
  });

  describe("a managed policy", () => {
    const versionsOf = async (PolicyArn: string) =>
      ((await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions ?? []).map(
        (version) => version.VersionId,
      );

    it("gets a new version for each change, the oldest one gone when there are five", async () => {
      let known = await plugin.make(policy, "versions", { policy: allow("s3:v1"), tags: { a: "1" } });
      expect(known.id).to.equal(`arn:aws:iam::${account}:policy/${known.state.name}`);
      for (let version = 2; version <= 7; version++)
        known = await plugin.change(known, { policy: allow(`s3:v${version}`) });
      expect(await versionsOf(known.id)).to.have.members(["v3", "v4", "v5", "v6", "v7"]);
      expect(known.state).to.deep.include({ policy: allow("s3:v7"), tags: {} });
      expect(await drift(known)).to.deep.equal([]);
      await plugin.delete(known);
      expect(await plugin.read(known)).to.equal(undefined);
    });

    it("keeps its default version when that is the oldest", async () => {
      const known = await plugin.make(policy, "kept", { policy: allow("s3:v1") });
      for (let version = 2; version <= 5; version++) {
        await iam.send(
          new CreatePolicyVersionCommand({ PolicyArn: known.id, PolicyDocument: allow(`s3:v${version}`) }),
        );
      }
      const changed = await plugin.change(known, { policy: allow("s3:v6") });
      expect(changed.state.policy).to.equal(allow("s3:v6"));
      expect(await versionsOf(known.id)).to.have.members(["v1", "v3", "v4", "v5", "v6"]);
      await plugin.delete(changed);
    });

    it("shows a version someone else made", async () => {
      const known = await plugin.make(policy, "drifting", { policy: allow("s3:*") });
      const document = { PolicyArn: known.id, PolicyDocument: allow("*"), SetAsDefault: true };
      await iam.send(new CreatePolicyVersionCommand(document));
      expect(await drift(known)).to.deep.equal(["policy"]);
      await plugin.delete(known);
    });

    it("is replaced for another description", async () => {
      const known = await plugin.make(policy, "described", { policy: allow("s3:*"), description: "old" });
      expect(known.state.description).to.equal("old");
      expect(await replaces(known, { policy: allow("s3:*"), description: "new" })).to.deep.equal(["description"]);
      await plugin.delete(known);
    });
  });

  describe("policies of a role", () => {
    let owner: Remembered;
    before(async () => {
      owner = await plugin.make(role, "owner", { assumeRolePolicy: trust(root) });
    });
    after(() => plugin.delete(owner));

    it("are put, changed, seen to drift and removed when inline", async () => {
      const made = await plugin.make(inline, "inline", { role: owner.id, policy: allow("s3:*"), name: "files" });
      expect(made.id).to.equal(`${owner.id}:files`);
      const changed = await plugin.change(made, { role: owner.id, policy: allow("ec2:*"), name: "files" });
      expect(await drift(changed)).to.deep.equal([]);
      const document = { RoleName: owner.id, PolicyName: "files", PolicyDocument: allow("*") };
      await iam.send(new PutRolePolicyCommand(document));
      expect(await drift(changed)).to.deep.equal(["policy"]);
      expect(await replaces(changed, { role: "other", policy: allow("ec2:*"), name: "files" })).to.deep.equal(["role"]);
      await plugin.delete(changed);
      expect(await plugin.read(changed)).to.equal(undefined);
    });

    it("are attached, seen to be gone and detached when managed", async () => {
      const managed = await plugin.make(policy, "managed", { policy: allow("s3:*") });
      const made = await plugin.make(attachment, "attached", { role: owner.id, policyArn: managed.id });
      expect(await drift(made)).to.deep.equal([]);
      expect(await replaces(made, { role: owner.id, policyArn: root })).to.deep.equal(["policyArn"]);
      const imported = await plugin.read({ ...made, id: `${owner.id}/${managed.id}`, inputs: {}, state: {} });
      expect(imported?.inputs).to.include({ role: owner.id, policyArn: managed.id });
      await iam.send(new DetachRolePolicyCommand({ RoleName: owner.id, PolicyArn: managed.id }));
      expect(await drift(made)).to.deep.equal(["gone"]);
      await plugin.delete(made);
      await plugin.delete(managed);
    });
  });

  describe("an instance profile", () => {
    it("takes, changes and loses its role, and shows when that was taken away", async () => {
      const [one, two] = await Promise.all(
        ["one", "two"].map((name) => plugin.make(role, name, { assumeRolePolicy: trust(root), name })),
      );
      const made = await plugin.make(profile, "profile", { role: "one", name: "profile", tags: { a: "1" } });
      expect(made.state).to.deep.include({ arn: `arn:aws:iam::${account}:instance-profile/profile`, role: "one" });
      const changed = await plugin.change(made, { role: "two", name: "profile", tags: { a: "2" } });
      expect(changed.state).to.deep.include({ role: "two", tags: { a: "2" } });
      const names = { InstanceProfileName: "profile", RoleName: "two" };
      await iam.send(new RemoveRoleFromInstanceProfileCommand(names));
      expect(await drift(changed)).to.deep.equal(["role"]);
      const found = (await plugin.read(changed)) ?? changed;
      const repaired = await plugin.change(found, { role: "two", name: "profile", tags: { a: "2" } });
      expect(repaired.state.role).to.equal("two");
      const without = await plugin.change(repaired, { name: "profile" });
      expect(without.state).not.to.have.property("role");
      await plugin.delete(without);
      for (const known of [one, two]) if (known) await plugin.delete(known);
    });

    it("is kept, without its role, when the role does not exist", async () => {
      const refusal = await refusalOf(plugin.make(profile, "half", { role: "absent", name: "half" }));
      expect(refusal).to.contain("adding IAM Role (absent) to IAM Instance Profile (half)").and.contain("NoSuchEntity");
      const half = {
        type: profile,
        name: "half",
        id: "half",
        inputs: { name: "half", path: "/", role: "absent" },
        state: { name: "half" },
      };
      expect(await drift(half)).to.deep.equal(["role"]);
      await plugin.delete(half);
    });
  });

  describe("a user", () => {
    it("is created, updated and deleted, with policies and keys of its own", async () => {
      const made = await plugin.make(user, "bob", { name: "bob", path: "/people/", tags: { a: "1" } });
      expect(made.state).to.deep.include({
        arn: `arn:aws:iam::${account}:user/people/bob`,
        name: "bob",
        tags: { a: "1" },
      });
      const boundary = await plugin.make(policy, "limit", { policy: allow("s3:*") });
      const changed = await plugin.change(made, { name: "bob", path: "/people/", permissionsBoundary: boundary.id });
      expect(changed.state).to.deep.include({ permissionsBoundary: boundary.id, tags: {} });
      expect(await drift(changed)).to.deep.equal([]);

      const own = await plugin.make("aws:iam/userPolicy:UserPolicy", "own", { user: "bob", policy: allow("s3:*") });
      expect(own.id).to.equal(`bob:${own.inputs.name}`);
      expect(await drift(await plugin.change(own, { user: "bob", policy: allow("ec2:*") }))).to.deep.equal([]);
      const attached = await plugin.make("aws:iam/userPolicyAttachment:UserPolicyAttachment", "attached", {
        user: "bob",
        policyArn: boundary.id,
      });
      expect(await drift(attached)).to.deep.equal([]);
      await plugin.delete(attached);
      expect(await drift(attached)).to.deep.equal(["gone"]);
      await plugin.delete(own);

      const key = await plugin.make(accessKey, "key", { user: "bob" });
      expect(key.state).to.include({ status: "Active", user: "bob" });
      expect(key.state.secret).to.be.a("string").with.length.above(30);
      const inactive = await plugin.change(key, { user: "bob", status: "Inactive" });
      expect(inactive.state).to.include({ status: "Inactive", secret: key.state.secret });
      expect(await drift(inactive)).to.deep.equal([]);
      expect(await replaces(inactive, { user: "ann", status: "Inactive" })).to.deep.equal(["user"]);
      await iam.send(new DeleteAccessKeyCommand({ UserName: "bob", AccessKeyId: key.id }));
      expect(await drift(inactive)).to.deep.equal(["gone"]);
      await plugin.delete(inactive);

      await plugin.delete(changed);
      expect(await plugin.read(changed)).to.equal(undefined);
      await plugin.delete(boundary);
    });

    it("keeps the keys that were not made by the program unless told to remove them", async () => {
      const made = await plugin.make(user, "ann", { name: "ann", forceDestroy: true });
      await plugin.make(accessKey, "key", { user: "ann", status: "Inactive" });
      expect(await refusalOf(plugin.delete({ ...made, state: { ...made.state, forceDestroy: false } }))).to.contain(
        "DeleteConflict",
      );
      await plugin.delete(made);
      expect(await plugin.read(made)).to.equal(undefined);
    });
  });

  describe("functions", () => {
    it("give the account's alias, and fail as the real plugin when there is none", async () => {
      const token = "aws:iam/getAccountAlias:getAccountAlias";
      const refusal = await refusalOf(plugin.invoke(token));
      expect(refusal).to.equal(`invoking ${token}: 1 error occurred:\n\t* reading IAM Account Alias: empty result\n\n`);
      await iam.send(new CreateAccountAliasCommand({ AccountAlias: "acme" }));
      expect(await plugin.invoke(token)).to.deep.equal({ accountAlias: "acme", id: "acme" });
    });

    it("tell who the caller is", async () => {
      const identity = await plugin.invoke("aws:index/getCallerIdentity:getCallerIdentity");
      expect(identity).to.include({ accountId: account, arn: `arn:aws:iam::${account}:root`, id: account });
    });

    it("describe a role, or say that there is none", async () => {
      const made = await plugin.make(role, "asked", { assumeRolePolicy: trust(root), name: "asked", tags: { a: "1" } });
      const found = await plugin.invoke("aws:iam/getRole:getRole", { name: "asked" });
      expect(found).to.deep.include({
        arn: made.state.arn,
        assumeRolePolicy: trust(root),
        maxSessionDuration: 3600,
        tags: { a: "1" },
      });
      await plugin.delete(made);
      const refusal = await refusalOf(plugin.invoke("aws:iam/getRole:getRole", { name: "asked" }));
      expect(refusal)
        .to.contain("reading IAM Role (asked): operation error IAM: GetRole")
        .and.contain("StatusCode: 404");
    });

    it("write a policy document from statements", async () => {
      const document = await plugin.invoke("aws:iam/getPolicyDocument:getPolicyDocument", {
        statements: [
          {
            sid: "one",
            actions: ["sts:AssumeRole"],
            principals: [{ type: "AWS", identifiers: [root] }],
            conditions: [{ test: "StringEquals", variable: "sts:ExternalId", values: ["x"] }],
          },
          { effect: "Deny", actions: ["a:b", "c:d"], resources: ["*"] },
        ],
      });
      expect(JSON.parse(String(document.json))).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "one",
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { AWS: root },
            Condition: { StringEquals: { "sts:ExternalId": "x" } },
          },
          { Effect: "Deny", Action: ["c:d", "a:b"], Resource: "*" },
        ],
      });
      expect(document.minifiedJson).to.equal(JSON.stringify(JSON.parse(String(document.json))));
    });
  });
});
