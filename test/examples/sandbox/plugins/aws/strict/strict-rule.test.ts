import { CreateRoleCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../../../../../examples/sandbox/aws/connection";
import type { Ministack } from "../../../../../../examples/sandbox/aws/ministack";
import { awsPlugin } from "../../../../../../examples/sandbox/plugins/aws/aws-plugin";
import { type PluginServer, servePlugin } from "../../../../../../examples/sandbox/plugins/kernel/plugin-server";
import type { Properties } from "../../../../../../examples/sandbox/plugins/kernel/property-values";
import { startEmulator } from "../../../../../support/emulator";
import { PluginClient, refusalOf } from "../../support/plugin-client";

const account = "222222222222";
const hub = "111111111111";
const types = {
  role: "aws:iam/role:Role",
  policy: "aws:iam/policy:Policy",
  user: "aws:iam/user:User",
  profile: "aws:iam/instanceProfile:InstanceProfile",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  userPolicy: "aws:iam/userPolicy:UserPolicy",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  userAttachment: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  accessKey: "aws:iam/accessKey:AccessKey",
};

const allow = (characters = 100) => {
  const write = (sid: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Sid: sid, Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
  return write("x".repeat(characters - write("").length));
};
const trust = (AWS: string, sid = "") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: sid, Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
  });
const root = "arn:aws:iam::999999999999:root";

describe("what AWS refuses and the emulator does not", function () {
  this.timeout(60_000);
  let emulator: Ministack;
  let server: PluginServer;
  let plugin: PluginClient;
  let count = 0;

  before(async () => {
    emulator = await startEmulator();
    server = await servePlugin(awsPlugin({ AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "any" }));
    plugin = new PluginClient(server.port);
    const endpoints = JSON.stringify([{ iam: emulator.endpoint, sts: emulator.endpoint }]);
    await plugin.configure({ region: "us-east-1", endpoints });
    const iam = new IAMClient(connection(emulator.endpoint, emulatorRoot(hub)));
    await iam.send(new CreateUserCommand({ UserName: "runner" }));
    await iam.send(new CreateRoleCommand({ RoleName: "hub", Path: "/ours/", AssumeRolePolicyDocument: trust(root) }));
    await make("role", { name: "owner", assumeRolePolicy: trust(root) });
    await make("user", { name: "owner" });
  });

  after(async () => {
    plugin.close();
    await server.close();
    await emulator.close();
  });

  const make = (type: keyof typeof types, given: Properties) => plugin.make(types[type], `r${count++}`, given);
  const refusal = (type: keyof typeof types, given: Properties) => refusalOf(make(type, given));

  describe("when inputs are checked, as the real plugin does", () => {
    const refused: [what: string, type: keyof typeof types, given: Properties, reason: string][] = [
      [
        "a role name of 65 characters",
        "role",
        { name: "x".repeat(65) },
        `expected length of name to be in the range (1 - 64), got ${"x".repeat(65)}`,
      ],
      [
        "a policy name of 129 characters",
        "policy",
        { name: "x".repeat(129) },
        "expected length of name to be in the range (1 - 128)",
      ],
      [
        "an instance profile's name with a space",
        "profile",
        { name: "a b" },
        "invalid value for name (must match [\\w+=,.@-])",
      ],
      [
        "a role name with an exclamation mark",
        "role",
        { name: "a!" },
        "invalid value for name (must match [\\w+=,.@-])",
      ],
      ["a user name with a slash", "user", { name: "a/b" }, "must only contain alphanumeric characters"],
      [
        "a prefix that leaves no room",
        "role",
        { namePrefix: "x".repeat(39) },
        "expected length of namePrefix to be in the range (1 - 38)",
      ],
      [
        "a session of 59 minutes",
        "role",
        { maxSessionDuration: 3540 },
        "expected maxSessionDuration to be in the range (3600 - 43200), got 3540",
      ],
      [
        "a session of 13 hours",
        "role",
        { maxSessionDuration: 46_800 },
        "expected maxSessionDuration to be in the range (3600 - 43200), got 46800",
      ],
      [
        "a description of 1,001 characters",
        "role",
        { description: "x".repeat(1001) },
        "expected length of description to be in the range (0 - 1000)",
      ],
      [
        "a trust policy that is not JSON",
        "role",
        { assumeRolePolicy: "{" },
        '"assumeRolePolicy" contains an invalid JSON policy',
      ],
      [
        "a policy encoded twice",
        "policy",
        { policy: JSON.stringify(allow()) },
        "contains a JSON-encoded string, not a JSON-encoded object",
      ],
      [
        "a policy with a space before it",
        "policy",
        { policy: ` ${allow()}` },
        "leading space characters are not allowed",
      ],
      [
        "a boundary that is no ARN",
        "role",
        { permissionsBoundary: "Admin" },
        '"permissionsBoundary" (Admin) is an invalid ARN: arn: invalid prefix',
      ],
      [
        "an attached policy that is no ARN",
        "attachment",
        { role: "owner", policyArn: "Admin" },
        '"policyArn" (Admin) is an invalid ARN: arn: invalid prefix',
      ],
      [
        "a role's ARN in the place of its name",
        "rolePolicy",
        { role: "arn:aws:iam::222222222222:role/owner" },
        `"role" must be the role's name not its ARN`,
      ],
      [
        "a key that is neither active nor inactive",
        "accessKey",
        { user: "owner", status: "Off" },
        'expected status to be one of ["Active" "Inactive"], got Off',
      ],
      [
        "policies written into the role",
        "role",
        { inlinePolicies: [{ name: "a", policy: "{}" }] },
        'does not implement "inlinePolicies"',
      ],
      [
        "managed policies written into the role",
        "role",
        { managedPolicyArns: [root] },
        'does not implement "managedPolicyArns"',
      ],
      ["a key encrypted with PGP", "accessKey", { user: "owner", pgpKey: "keybase:me" }, 'does not implement "pgpKey"'],
    ];
    const complete: Partial<Record<keyof typeof types, Properties>> = {
      role: { assumeRolePolicy: trust(root) },
      policy: { policy: allow() },
      rolePolicy: { policy: allow() },
    };
    for (const [what, type, given, reason] of refused) {
      it(`is ${what}`, async () => {
        const { failures } = await plugin.check(types[type], "checked", { ...complete[type], ...given });
        expect(failures).to.have.length(1);
        expect(failures[0]?.reason).to.contain(reason);
      });
    }
  });

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
        refusalOf(plugin.change(made, { name: "updated", assumeRolePolicy: document }));
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
      expect(await refusal("policy", { policy: allow(6145) })).to.contain(tooLong);
      const made = await make("policy", { policy: allow(6144) });
      expect(await refusalOf(plugin.change(made, { policy: allow(6145) })))
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
      const first = await make("rolePolicy", { role: "owner", name: "first", policy: allow(6000) });
      expect(await refusal("rolePolicy", { role: "owner", name: "second", policy: allow(4241) })).to.contain(
        "LimitExceeded: Maximum policy size of 10240 bytes exceeded for role owner",
      );
      await make("rolePolicy", { role: "owner", name: "second", policy: allow(4240) });
      await plugin.change(first, { role: "owner", name: "first", policy: allow(5999) });
    });

    it("is more than 2,048 characters of inline policies on a user", async () => {
      expect(await refusal("userPolicy", { user: "owner", policy: allow(2049) })).to.contain(
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
      for (let index = 0; index < 10; index++) arns.push((await make("policy", { policy: allow() })).id);
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
      await make("policy", { name: "Shared", policy: allow() });
      expect(await refusal("policy", { name: "shared", policy: allow() })).to.contain(
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
      expect(await refusal("policy", { policy: allow(), description: "x".repeat(1001) })).to.contain(
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
