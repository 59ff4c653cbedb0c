import {
  CreatePolicyVersionCommand,
  DetachRolePolicyCommand,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { AwsOnEmulator, account, allow, root, trust, types } from "../../support/aws-on-emulator";
import type { Remembered } from "../../support/plugin-client";

describe("policies of the aws stand-in on the emulator", function () {
  this.timeout(60_000);
  let aws: AwsOnEmulator;

  before(async () => {
    aws = await AwsOnEmulator.start();
  });

  after(() => aws.close());

  describe("a managed policy", () => {
    const versionsOf = async (PolicyArn: string) =>
      ((await aws.iam.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions ?? []).map(
        (version) => version.VersionId,
      );

    it("gets a new version for each change, the oldest one gone when there are five", async () => {
      let known = await aws.plugin.make(types.policy, "versions", { policy: allow("s3:v1"), tags: { a: "1" } });
      expect(known.id).to.equal(`arn:aws:iam::${account}:policy/${known.state.name}`);
      for (let version = 2; version <= 7; version++)
        known = await aws.plugin.change(known, { policy: allow(`s3:v${version}`) });
      expect(await versionsOf(known.id)).to.have.members(["v3", "v4", "v5", "v6", "v7"]);
      expect(known.state).to.deep.include({ policy: allow("s3:v7"), tags: {} });
      expect(await aws.drift(known)).to.deep.equal([]);
      await aws.plugin.delete(known);
      expect(await aws.plugin.read(known)).to.equal(undefined);
    });

    it("keeps its default version when that is the oldest", async () => {
      const known = await aws.plugin.make(types.policy, "kept", { policy: allow("s3:v1") });
      for (let version = 2; version <= 5; version++) {
        await aws.iam.send(
          new CreatePolicyVersionCommand({ PolicyArn: known.id, PolicyDocument: allow(`s3:v${version}`) }),
        );
      }
      const changed = await aws.plugin.change(known, { policy: allow("s3:v6") });
      expect(changed.state.policy).to.equal(allow("s3:v6"));
      expect(await versionsOf(known.id)).to.have.members(["v1", "v3", "v4", "v5", "v6"]);
      await aws.plugin.delete(changed);
    });

    it("shows a version someone else made", async () => {
      const known = await aws.plugin.make(types.policy, "drifting", { policy: allow("s3:*") });
      const document = { PolicyArn: known.id, PolicyDocument: allow("*"), SetAsDefault: true };
      await aws.iam.send(new CreatePolicyVersionCommand(document));
      expect(await aws.drift(known)).to.deep.equal(["policy"]);
      await aws.plugin.delete(known);
    });

    it("is replaced for another description", async () => {
      const known = await aws.plugin.make(types.policy, "described", { policy: allow("s3:*"), description: "old" });
      expect(known.state.description).to.equal("old");
      expect(await aws.replaces(known, { policy: allow("s3:*"), description: "new" })).to.deep.equal(["description"]);
      await aws.plugin.delete(known);
    });
  });

  describe("policies of a role", () => {
    let owner: Remembered;
    before(async () => {
      owner = await aws.plugin.make(types.role, "owner", { assumeRolePolicy: trust(root) });
    });
    after(() => aws.plugin.delete(owner));

    it("are put, changed, seen to drift and removed when inline", async () => {
      const made = await aws.plugin.make(types.rolePolicy, "inline", {
        role: owner.id,
        policy: allow("s3:*"),
        name: "files",
      });
      expect(made.id).to.equal(`${owner.id}:files`);
      const changed = await aws.plugin.change(made, { role: owner.id, policy: allow("ec2:*"), name: "files" });
      expect(await aws.drift(changed)).to.deep.equal([]);
      const document = { RoleName: owner.id, PolicyName: "files", PolicyDocument: allow("*") };
      await aws.iam.send(new PutRolePolicyCommand(document));
      expect(await aws.drift(changed)).to.deep.equal(["policy"]);
      expect(await aws.replaces(changed, { role: "other", policy: allow("ec2:*"), name: "files" })).to.deep.equal([
        "role",
      ]);
      await aws.plugin.delete(changed);
      expect(await aws.plugin.read(changed)).to.equal(undefined);
    });

    it("are attached, seen to be gone and detached when managed", async () => {
      const managed = await aws.plugin.make(types.policy, "managed", { policy: allow("s3:*") });
      const made = await aws.plugin.make(types.attachment, "attached", { role: owner.id, policyArn: managed.id });
      expect(await aws.drift(made)).to.deep.equal([]);
      expect(await aws.replaces(made, { role: owner.id, policyArn: root })).to.deep.equal(["policyArn"]);
      const imported = await aws.plugin.read({ ...made, id: `${owner.id}/${managed.id}`, inputs: {}, state: {} });
      expect(imported?.inputs).to.include({ role: owner.id, policyArn: managed.id });
      await aws.iam.send(new DetachRolePolicyCommand({ RoleName: owner.id, PolicyArn: managed.id }));
      expect(await aws.drift(made)).to.deep.equal(["gone"]);
      await aws.plugin.delete(made);
      await aws.plugin.delete(managed);
    });
  });
});
