import { DeleteAccessKeyCommand, RemoveRoleFromInstanceProfileCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { AwsOnEmulator, account, allow, root, trust, types } from "../../support/aws-on-emulator";
import { refusalOf } from "../../support/plugin-client";

describe("users and instance profiles of the aws stand-in on the emulator", function () {
  this.timeout(60_000);
  let aws: AwsOnEmulator;

  before(async () => {
    aws = await AwsOnEmulator.start();
  });

  after(() => aws.close());

  describe("an instance profile", () => {
    it("takes, changes and loses its role, and shows when that was taken away", async () => {
      const [one, two] = await Promise.all(
        ["one", "two"].map((name) => aws.plugin.make(types.role, name, { assumeRolePolicy: trust(root), name })),
      );
      const made = await aws.plugin.make(types.profile, "profile", { role: "one", name: "profile", tags: { a: "1" } });
      expect(made.state).to.deep.include({ arn: `arn:aws:iam::${account}:instance-profile/profile`, role: "one" });
      const changed = await aws.plugin.change(made, { role: "two", name: "profile", tags: { a: "2" } });
      expect(changed.state).to.deep.include({ role: "two", tags: { a: "2" } });
      const names = { InstanceProfileName: "profile", RoleName: "two" };
      await aws.iam.send(new RemoveRoleFromInstanceProfileCommand(names));
      expect(await aws.drift(changed)).to.deep.equal(["role"]);
      const found = (await aws.plugin.read(changed)) ?? changed;
      const repaired = await aws.plugin.change(found, { role: "two", name: "profile", tags: { a: "2" } });
      expect(repaired.state.role).to.equal("two");
      const without = await aws.plugin.change(repaired, { name: "profile" });
      expect(without.state).not.to.have.property("role");
      await aws.plugin.delete(without);
      for (const known of [one, two]) if (known) await aws.plugin.delete(known);
    });

    it("is kept, without its role, when the role does not exist", async () => {
      const refusal = await refusalOf(aws.plugin.make(types.profile, "half", { role: "absent", name: "half" }));
      expect(refusal).to.contain("adding IAM Role (absent) to IAM Instance Profile (half)").and.contain("NoSuchEntity");
      const half = {
        type: types.profile,
        name: "half",
        id: "half",
        inputs: { name: "half", path: "/", role: "absent" },
        state: { name: "half" },
      };
      expect(await aws.drift(half)).to.deep.equal(["role"]);
      await aws.plugin.delete(half);
    });
  });

  describe("a user", () => {
    it("is created, updated and deleted, with policies and keys of its own", async () => {
      const made = await aws.plugin.make(types.user, "bob", { name: "bob", path: "/people/", tags: { a: "1" } });
      expect(made.state).to.deep.include({
        arn: `arn:aws:iam::${account}:user/people/bob`,
        name: "bob",
        tags: { a: "1" },
      });
      const boundary = await aws.plugin.make(types.policy, "limit", { policy: allow("s3:*") });
      const changed = await aws.plugin.change(made, {
        name: "bob",
        path: "/people/",
        permissionsBoundary: boundary.id,
      });
      expect(changed.state).to.deep.include({ permissionsBoundary: boundary.id, tags: {} });
      expect(await aws.drift(changed)).to.deep.equal([]);

      const own = await aws.plugin.make(types.userPolicy, "own", { user: "bob", policy: allow("s3:*") });
      expect(own.id).to.equal(`bob:${own.inputs.name}`);
      expect(await aws.drift(await aws.plugin.change(own, { user: "bob", policy: allow("ec2:*") }))).to.deep.equal([]);
      const attached = await aws.plugin.make(types.userAttachment, "attached", {
        user: "bob",
        policyArn: boundary.id,
      });
      expect(await aws.drift(attached)).to.deep.equal([]);
      await aws.plugin.delete(attached);
      expect(await aws.drift(attached)).to.deep.equal(["gone"]);
      await aws.plugin.delete(own);

      const key = await aws.plugin.make(types.accessKey, "key", { user: "bob" });
      expect(key.state).to.include({ status: "Active", user: "bob" });
      expect(key.state.secret).to.be.a("string").with.length.above(30);
      const inactive = await aws.plugin.change(key, { user: "bob", status: "Inactive" });
      expect(inactive.state).to.include({ status: "Inactive", secret: key.state.secret });
      expect(await aws.drift(inactive)).to.deep.equal([]);
      expect(await aws.replaces(inactive, { user: "ann", status: "Inactive" })).to.deep.equal(["user"]);
      await aws.iam.send(new DeleteAccessKeyCommand({ UserName: "bob", AccessKeyId: key.id }));
      expect(await aws.drift(inactive)).to.deep.equal(["gone"]);
      await aws.plugin.delete(inactive);

      await aws.plugin.delete(changed);
      expect(await aws.plugin.read(changed)).to.equal(undefined);
      await aws.plugin.delete(boundary);
    });

    it("keeps the keys that were not made by the program unless told to remove them", async () => {
      const made = await aws.plugin.make(types.user, "ann", { name: "ann", forceDestroy: true });
      await aws.plugin.make(types.accessKey, "key", { user: "ann", status: "Inactive" });
      expect(await refusalOf(aws.plugin.delete({ ...made, state: { ...made.state, forceDestroy: false } }))).to.contain(
        "DeleteConflict",
      );
      await aws.plugin.delete(made);
      expect(await aws.plugin.read(made)).to.equal(undefined);
    });
  });
});
