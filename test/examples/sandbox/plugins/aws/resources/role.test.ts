import {
  DeleteRoleCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { AwsOnEmulator, account, allow, root, trust, types } from "../../support/aws-on-emulator";
import { refusalOf } from "../../support/plugin-client";

describe("roles of the aws stand-in on the emulator", function () {
  this.timeout(60_000);
  let aws: AwsOnEmulator;

  before(async () => {
    aws = await AwsOnEmulator.start();
  });

  after(() => aws.close());

  describe("a role", () => {
    it("is created as given, and a refresh finds nothing", async () => {
      const given = {
        assumeRolePolicy: trust("999999999999"),
        path: "/vendors/",
        description: "d",
        maxSessionDuration: 7200,
        tags: { a: "1" },
      };
      const made = await aws.plugin.make(types.role, "created", given);
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
      expect(await aws.drift(made)).to.deep.equal([]);
      await aws.plugin.delete(made);
      expect(await aws.plugin.read(made)).to.equal(undefined);
      await aws.plugin.delete(made);
    });

    it("is updated in place, and each thing taken away again", async () => {
      const made = await aws.plugin.make(types.role, "changing", { assumeRolePolicy: trust(root), name: "changing" });
      const boundary = await aws.plugin.make(types.policy, "boundary", { policy: allow("s3:*") });
      const wanted = {
        name: "changing",
        assumeRolePolicy: trust("888888888888"),
        description: "now",
        maxSessionDuration: 43_200,
        permissionsBoundary: boundary.id,
        tags: { a: "1", b: "2" },
      };
      const changed = await aws.plugin.change(made, wanted);
      expect(changed.state).to.deep.include(wanted);
      expect(await aws.drift(changed)).to.deep.equal([]);
      const back = await aws.plugin.change(changed, {
        name: "changing",
        assumeRolePolicy: trust(root),
        tags: { b: "3" },
      });
      expect(back.state).to.deep.include({ description: "", maxSessionDuration: 3600, tags: { b: "3" } });
      expect(back.state).not.to.have.property("permissionsBoundary");
      expect(await aws.drift(back)).to.deep.equal([]);
      await aws.plugin.delete(back);
      await aws.plugin.delete(boundary);
    });

    it("is replaced for another name or path", async () => {
      const made = await aws.plugin.make(types.role, "fixed", { assumeRolePolicy: trust(root), name: "fixed" });
      const given = { assumeRolePolicy: trust(root), name: "other", path: "/p/", description: "d" };
      expect(await aws.replaces(made, given)).to.have.members(["name", "path"]);
      await aws.plugin.delete(made);
    });

    it("shows what someone changed by hand", async () => {
      const made = await aws.plugin.make(types.role, "drifting", { assumeRolePolicy: trust(root), name: "drifting" });
      const RoleName = "drifting";
      await aws.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust("*") }));
      expect(await aws.drift(made)).to.deep.equal(["assumeRolePolicy"]);
      await aws.iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200, Description: "by hand" }));
      await aws.iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "by", Value: "hand" }] }));
      expect(await aws.drift(made)).to.have.members([
        "assumeRolePolicy",
        "maxSessionDuration",
        "description",
        "tags",
        "tagsAll",
      ]);
      const found = await aws.plugin.read(made);
      const repaired = await aws.plugin.change(found ?? made, { assumeRolePolicy: trust(root), name: "drifting" });
      expect(await aws.drift(repaired)).to.deep.equal([]);
      await aws.iam.send(new DeleteRoleCommand({ RoleName }));
      expect(await aws.drift(made)).to.deep.equal(["gone"]);
    });

    it("keeps the program's spelling of a trust policy that means the same", async () => {
      const made = await aws.plugin.make(types.role, "spelled", { assumeRolePolicy: trust("999999999999") });
      await aws.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: made.id, PolicyDocument: trust(root) }));
      const found = await aws.plugin.read(made);
      expect(found?.state.assumeRolePolicy).to.equal(trust("999999999999"));
      expect(found?.inputs.assumeRolePolicy).to.equal(trust("999999999999"));
      await aws.plugin.delete(made);
    });

    it("is imported by its name with everything it has", async () => {
      const made = await aws.plugin.make(types.role, "known", {
        assumeRolePolicy: trust(root),
        name: "known",
        description: "d",
      });
      const imported = await aws.plugin.read({ ...made, inputs: {}, state: {} });
      expect(imported?.inputs).to.include({
        name: "known",
        description: "d",
        assumeRolePolicy: trust(root),
        path: "/",
      });
      await aws.plugin.delete(made);
    });

    it("takes a name from a prefix and keeps it", async () => {
      const given = { assumeRolePolicy: trust(root), namePrefix: "pre-" };
      const made = await aws.plugin.make(types.role, "prefixed", given);
      expect(made.id).to.match(/^pre-[0-9a-f]{26}$/);
      expect(await aws.drift(made)).to.deep.equal([]);
      await aws.plugin.delete(made);
    });

    it("takes its policies off first when told to, and else is not deleted", async () => {
      const made = await aws.plugin.make(types.role, "held", { assumeRolePolicy: trust(root) });
      await aws.iam.send(
        new PutRolePolicyCommand({ RoleName: made.id, PolicyName: "p", PolicyDocument: allow("s3:*") }),
      );
      expect(await refusalOf(aws.plugin.delete(made))).to.contain("DeleteConflict");
      await aws.plugin.delete({ ...made, state: { ...made.state, forceDetachPolicies: true } });
      expect(await aws.plugin.read(made)).to.equal(undefined);
    });
  });

  it("adds the provider's default tags to a resource, and finds no drift in them", async () => {
    const tagged = await aws.connect({ defaultTags: '{"tags":{"owner":"me"}}' });
    const made = await tagged.make(types.role, "tagged", { assumeRolePolicy: trust(root), tags: { a: "1" } });
    expect(made.state).to.deep.include({ tags: { a: "1" }, tagsAll: { owner: "me", a: "1" } });
    const found = await tagged.read(made);
    expect((await tagged.diff({ ...made, inputs: found?.inputs ?? {} }, made.inputs)).getDiffsList()).to.deep.equal([]);
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: made.id }));
    expect(Role?.Tags).to.have.deep.members([
      { Key: "owner", Value: "me" },
      { Key: "a", Value: "1" },
    ]);
    await tagged.delete(made);
    tagged.close();
  });
});
