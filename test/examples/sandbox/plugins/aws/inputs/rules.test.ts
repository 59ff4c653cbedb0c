import { expect } from "chai";
import { awsPlugin } from "../../../../../../examples/sandbox/plugins/aws/aws-plugin";
import { type PluginServer, servePlugin } from "../../../../../../examples/sandbox/plugins/kernel/plugin-server";
import type { Properties } from "../../../../../../examples/sandbox/plugins/kernel/property-values";
import { allow, root, trust, types } from "../../support/aws-on-emulator";
import { PluginClient } from "../../support/plugin-client";

describe("inputs that the aws stand-in refuses before any call, as the real plugin does", () => {
  let server: PluginServer;
  let plugin: PluginClient;

  before(async () => {
    server = await servePlugin(awsPlugin({ AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "x" }));
    plugin = new PluginClient(server.port);
    // Nothing listens there, and nothing has to.
    const endpoints = JSON.stringify([{ iam: "http://127.0.0.1:1", sts: "http://127.0.0.1:1" }]);
    const skips = { skipCredentialsValidation: "true", skipRequestingAccountId: "true" };
    await plugin.configure({ region: "us-east-1", endpoints, ...skips });
  });

  after(async () => {
    plugin.close();
    await server.close();
  });

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
    ["a role name with an exclamation mark", "role", { name: "a!" }, "invalid value for name (must match [\\w+=,.@-])"],
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
      { policy: JSON.stringify(allow("s3:*")) },
      "contains a JSON-encoded string, not a JSON-encoded object",
    ],
    [
      "a policy with a space before it",
      "policy",
      { policy: ` ${allow("s3:*")}` },
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
    policy: { policy: allow("s3:*") },
    rolePolicy: { policy: allow("s3:*") },
  };
  for (const [what, type, given, reason] of refused) {
    it(`are ${what}`, async () => {
      const { failures } = await plugin.check(types[type], "checked", { ...complete[type], ...given });
      expect(failures).to.have.length(1);
      expect(failures[0]?.reason).to.contain(reason);
    });
  }
});
