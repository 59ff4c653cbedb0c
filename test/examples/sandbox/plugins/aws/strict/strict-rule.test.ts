import { CreateRoleCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../../../../../examples/sandbox/aws/connection";
import type { Properties } from "../../../../../../examples/sandbox/plugins/kernel/property-values";
import { AwsOnEmulator, account, root, trust, types } from "../../support/aws-on-emulator";
import { refusalOf } from "../../support/plugin-client";

const hub = "111111111111";

/** A policy of so many characters. */
const sized = (characters = 100) => {
  const write = (sid: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Sid: sid, Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
  return write("x".repeat(characters - write("").length));
};

describe("what AWS refuses and the emulator does not", function () {
  this.timeout(60_000);
  let aws: AwsOnEmulator;
  let count = 0;

  before(async () => {
    aws = await AwsOnEmulator.start();
    const iam = new IAMClient(connection(aws.emulator.endpoint, emulatorRoot(hub)));
    await iam.send(new CreateUserCommand({ UserName: "runner" }));
    await iam.send(new CreateRoleCommand({ RoleName: "hub", Path: "/ours/", AssumeRolePolicyDocument: trust(root) }));
    await make("role", { name: "owner", assumeRolePolicy: trust(root) });
    await make("user", { name: "owner" });
  });

  after(() => aws.close());

  const make = (type: keyof typeof types, given: Properties) => aws.plugin.make(types[type], `r${count++}`, given);
  const refusal = (type: keyof typeof types, given: Properties) => refusalOf(make(type, given));

  describe("when IAM is called", () => {
    it("is a malformed trust policy, in the words of the real plugin's error", async () => {
      const reason = await refusal("role", {
        name: "bad",
        assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}',
      });
      expect(reason).to.equal(
        `creating urn:pulumi:dev::plugins::${types.role}::r${count - 1}: 1 error occurred:\n\t* creating IAM Role (bad): ` +
          "operation error IAM: CreateRole, https response error StatusCode: 400, RequestID: sandbox, " +
          "MalformedPolicyDocument: Could not parse the policy: Statement is empty!\n\n",
      );
    });

    it("is a malformed trust policy or a long one in an update too", async () => {
      const made = await make("role", { name: "updated", assumeRolePolicy: trust(root) });
      const update = (document: string) =>
        refusalOf(aws.plugin.change(made, { name: "updated", assumeRolePolicy: document }));
      expect(await update(trust("1")))
        .to.contain("IAM: UpdateAssumeRolePolicy")
        .and.contain('MalformedPolicyDocument: Invalid principal in policy: "AWS":"1"');
      expect(await update(trust(root, "x".repeat(2048)))).to.contain(
        "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048",
      );
    });

    it("is a trust policy of more than 2,048 characters, white space not counted", async () => {
      const room = 2048 - trust(root).length;
      expect(await refusal("role", { assumeRolePolicy: trust(root, "x".repeat(room + 1)) })).to.contain(
        "StatusCode: 409, RequestID: sandbox, LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048",
      );
      const spaced = JSON.stringify(JSON.parse(trust(root, "x".repeat(room))), null, 8);
      expect(spaced.length).to.be.above(2048);
      await make("role", { assumeRolePolicy: spaced });
    });

    it("is a role or user of an inhabited account that does not exist, or is written with another path", async () => {
      for (const arn of ["role/absent", "user/absent", "role/hub"].map((entity) => `arn:aws:iam::${hub}:${entity}`)) {
        expect(await refusal("role", { assumeRolePolicy: trust(arn) })).to.contain(
          `MalformedPolicyDocument: Invalid principal in policy: "AWS":"${arn}"`,
        );
      }
      for (const entity of ["role/ours/hub", "user/runner"]) {
        await make("role", { assumeRolePolicy: trust(`arn:aws:iam::${hub}:${entity}`) });
      }
    });

    it("is not a role of an account the sandbox does not play", async () => {
      await make("role", { assumeRolePolicy: trust("arn:aws:iam::333333333333:role/vendor") });
    });

    it("is a managed policy that is malformed or longer than 6,144 characters, new or changed", async () => {
      const tooLong = "LimitExceeded: Cannot exceed quota for PolicySize: 6144";
      expect(await refusal("policy", { policy: sized(6145) })).to.contain(tooLong);
      const made = await make("policy", { policy: sized(6144) });
      expect(await refusalOf(aws.plugin.change(made, { policy: sized(6145) })))
        .to.contain("IAM: CreatePolicyVersion")
        .and.contain(tooLong);
      const open = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Principal: "*" }],
      });
      expect(await refusal("policy", { policy: open })).to.contain(
        "MalformedPolicyDocument: Policy document should not specify a principal.",
      );
      expect(await refusal("rolePolicy", { role: "owner", policy: open }))
        .to.contain("IAM: PutRolePolicy")
        .and.contain("MalformedPolicyDocument");
    });

    it("is more than 10,240 characters of inline policies on a role together, a policy's own old text not counted", async () => {
      const first = await make("rolePolicy", { role: "owner", name: "first", policy: sized(6000) });
      expect(await refusal("rolePolicy", { role: "owner", name: "second", policy: sized(4241) })).to.contain(
        "LimitExceeded: Maximum policy size of 10240 bytes exceeded for role owner",
      );
      await make("rolePolicy", { role: "owner", name: "second", policy: sized(4240) });
      await aws.plugin.change(first, { role: "owner", name: "first", policy: sized(5999) });
    });

    it("is more than 2,048 characters of inline policies on a user", async () => {
      expect(await refusal("userPolicy", { user: "owner", policy: sized(2049) })).to.contain(
        "LimitExceeded: Maximum policy size of 2048 bytes exceeded for user owner",
      );
    });

    it("is a policy that does not exist, and an eleventh one, attached to a role or a user", async () => {
      const absent = `arn:aws:iam::${account}:policy/absent`;
      const reason = `StatusCode: 404, RequestID: sandbox, NoSuchEntity: Policy ${absent} does not exist or is not attachable.`;
      expect(await refusal("attachment", { role: "owner", policyArn: absent })).to.contain(reason);
      expect(await refusal("userAttachment", { user: "owner", policyArn: absent })).to.contain(reason);
      expect(
        await refusal("attachment", { role: "owner", policyArn: "arn:aws:iam::aws:policy/AdminstratorAccess" }),
      ).to.contain("NoSuchEntity");
      await make("attachment", { role: "owner", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
      const arns: string[] = [];
      for (let index = 0; index < 10; index++) arns.push((await make("policy", { policy: sized() })).id);
      for (const policyArn of arns.slice(0, 9)) await make("attachment", { role: "owner", policyArn });
      expect(await refusal("attachment", { role: "owner", policyArn: arns[9] ?? "" })).to.contain(
        "LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10",
      );
      await make("attachment", { role: "owner", policyArn: arns[0] ?? "" });
      for (const policyArn of arns) await make("userAttachment", { user: "owner", policyArn });
      const eleventh = "arn:aws:iam::aws:policy/AdministratorAccess";
      expect(await refusal("userAttachment", { user: "owner", policyArn: eleventh })).to.contain(
        "LimitExceeded: Cannot exceed quota for PoliciesPerUser: 10",
      );
    });

    it("is a name that differs in case only from one that is taken", async () => {
      const taken = "EntityAlreadyExists: ";
      expect(await refusal("role", { name: "OWNER", assumeRolePolicy: trust(root) })).to.contain(
        `${taken}Role with name OWNER already exists.`,
      );
      expect(await refusal("user", { name: "Owner" })).to.contain(`${taken}User with name Owner already exists.`);
      await make("policy", { name: "Shared", policy: sized() });
      expect(await refusal("policy", { name: "shared", policy: sized() })).to.contain(
        `${taken}A policy called shared already exists. Duplicate names are not allowed.`,
      );
      await make("profile", { name: "Shared" });
      expect(await refusal("profile", { name: "SHARED" })).to.contain(
        `${taken}Instance Profile SHARED already exists.`,
      );
    });

    it("is a path without slashes, 51 tags, a long user name, and a policy's long description", async () => {
      const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, "v"]));
      expect(await refusal("user", { name: "tagged", tags }))
        .to.contain("ValidationError: 1 validation error detected")
        .and.contain("at 'tags'");
      expect(await refusal("profile", { path: "people" })).to.contain(
        "ValidationError: The specified value for path is invalid.",
      );
      expect(await refusal("user", { name: "x".repeat(65) })).to.contain("at 'userName' failed to satisfy constraint");
      expect(await refusal("policy", { policy: sized(), description: "x".repeat(1001) })).to.contain(
        "at 'description'",
      );
    });

    it("is a third access key of a user", async () => {
      await make("accessKey", { user: "owner" });
      await make("accessKey", { user: "owner" });
      expect(await refusal("accessKey", { user: "owner" })).to.contain(
        "LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2",
      );
    });
  });
});
