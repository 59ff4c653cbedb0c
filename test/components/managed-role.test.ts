import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { ManagedRole, type ManagedRoleArgs } from "../../components/managed-role";
import { runMocked } from "./mocked-program";

const roleType = "aws:iam/role:Role";
const policyType = "aws:iam/policy:Policy";
const attachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const trust = { statements: [{ principals: ["111111111111"] }] };

const run = (args: ManagedRoleArgs) =>
  runMocked((options) => {
    const { roleArn, principals, policyArns, trustPolicy, instanceProfileName } = new ManagedRole(
      "audit",
      args,
      options,
    );
    return { roleArn, principals, policyArns, trustPolicy, instanceProfileName };
  });

describe("ManagedRole", () => {
  it("makes role, policy and attachment, named after it", async () => {
    const { value, resources, only } = await run({
      roleName: "AuditRole",
      path: "/audit/",
      trust,
      permissions: [{ sid: "Read", actions: ["iam:Get*", "iam:List*"] }],
      permissionsBoundary: "arn:aws:iam::111111111111:policy/Boundary",
      maxSessionSeconds: 7200,
      tags: { team: "ops" },
    });

    expect(only(roleType)).to.deep.include({ name: "audit-role" });
    expect(only(roleType).inputs).to.deep.equal({
      name: "AuditRole",
      path: "/audit/",
      description: "Managed role for access from another account",
      assumeRolePolicy: value.trustPolicy,
      maxSessionDuration: 7200,
      permissionsBoundary: "arn:aws:iam::111111111111:policy/Boundary",
      forceDetachPolicies: true,
      tags: { team: "ops" },
    });
    expect(only(policyType).inputs).to.deep.include({
      name: "AuditRolePolicy",
      path: "/audit/",
      tags: { team: "ops" },
    });
    expect(JSON.parse(String(only(policyType).inputs.policy)).Statement).to.deep.equal([
      { Sid: "Read", Effect: "Allow", Action: ["iam:Get*", "iam:List*"], Resource: "*" },
    ]);
    expect(only(attachmentType).inputs).to.deep.equal({ role: "AuditRole", policyArn: value.policyArns[0] });
    expect(value.principals).to.deep.equal(["arn:aws:iam::111111111111:root"]);
    expect(value.instanceProfileName).to.equal(undefined);
    expect(resources).to.have.length(4);
  });

  it("makes an instance profile of the same name when asked", async () => {
    const { value, only } = await run({ roleName: "BaseIAMRole", trust, instanceProfile: true });
    expect(only("aws:iam/instanceProfile:InstanceProfile").inputs).to.deep.equal({
      name: "BaseIAMRole",
      role: "BaseIAMRole",
    });
    expect(value.instanceProfileName).to.equal("BaseIAMRole");
  });

  it("splits permissions that are too large for one policy, and attaches them all", async () => {
    const actions = Array.from({ length: 400 }, (_, index) => `service:ActionNumber${index}`);
    const { resources, value } = await run({
      roleName: "Big",
      trust,
      permissions: [{ actions }],
      managedPolicyArns: ["arn:aws:iam::aws:policy/SecurityAudit"],
    });
    const policies = resources.filter(({ type }) => type === policyType);
    expect(policies.map(({ name, inputs }) => [name, inputs.name])).to.deep.equal([
      ["audit-policy", "BigPolicy"],
      ["audit-policy-2", "BigPolicy-2"],
    ]);
    const attached = resources.filter(({ type }) => type === attachmentType);
    expect(attached.map(({ name, inputs }) => [name, inputs.policyArn])).to.have.deep.members([
      ["audit-attachment", value.policyArns[0]],
      ["audit-attachment-2", value.policyArns[1]],
      ["audit-attachment-SecurityAudit", "arn:aws:iam::aws:policy/SecurityAudit"],
    ]);
  });

  it("takes outputs in trust and permissions", async () => {
    const later = (text: string) => pulumi.output(Promise.resolve(text));
    const { only, value } = await run({
      roleName: later("Late"),
      trust: {
        statements: [
          { principals: [later("222222222222")], externalIds: later("x").apply(() => ["Xb3kdQ0aTz7LmN2pR5sV"]) },
        ],
      },
      permissions: [
        { actions: ["s3:GetObject"], resources: [later('arn:aws:s3:::quote"d/*'), "arn:aws:s3:::plain/*"] },
      ],
    });
    expect(JSON.parse(value.trustPolicy).Statement[0].Principal).to.deep.equal({
      AWS: "arn:aws:iam::222222222222:root",
    });
    expect(only(policyType).inputs.name).to.equal("LatePolicy");
    expect(JSON.parse(String(only(policyType).inputs.policy)).Statement[0].Resource).to.have.members([
      'arn:aws:s3:::quote"d/*',
      "arn:aws:s3:::plain/*",
    ]);
  });

  it("refuses bad inputs with pulumi.InputPropertiesError, all of them at once, and makes nothing", async () => {
    const caught: unknown[] = [];
    const { resources } = await runMocked((options) => {
      try {
        new ManagedRole(
          "bad",
          {
            roleName: "x".repeat(65),
            path: "no-slash",
            trust: { statements: [{ principals: ["*"] }] },
            permissions: [{ actions: [] }],
            permissionsBoundary: "Boundary",
            maxSessionSeconds: 60,
            managedPolicyArns: ["SecurityAudit"],
          },
          options,
        );
      } catch (error) {
        caught.push(error);
      }
    });
    const [error] = caught;
    expect(pulumi.InputPropertiesError.isInstance(error)).to.equal(true);
    const { errors, message } = error as pulumi.InputPropertiesError;
    expect(errors.map(({ propertyPath }) => propertyPath)).to.have.members([
      "roleName",
      "path",
      "trust.statements[0].principals[0]",
      "permissions[0].actions",
      "permissionsBoundary",
      "maxSessionSeconds",
      "managedPolicyArns[0]",
    ]);
    expect(message).to.match(/ManagedRole "bad" has inputs that cannot be used:\n/);
    expect(resources.map(({ type }) => type)).to.deep.equal(["pulumi-cross-account:index:ManagedRole"]);
  });

  it("lets no role be made when the trust gets known to be bad, and says why", async () => {
    const statements = [{ principals: [pulumi.output("111111111111")], externalIds: [pulumi.output("short")] }];
    const { errors, only } = await run({ roleName: "Late", trust: { statements } });
    expect(errors.join("")).to.match(/ManagedRole "audit".*\n.*trust\.statements\[0\]\.externalIds\[0\].*guessable/);
    expect(() => JSON.parse(String(only(roleType).inputs.assumeRolePolicy))).to.throw(SyntaxError);
  });

  it("says when resources that get known later make the policy too large", async () => {
    const resources = [pulumi.output(`arn:aws:s3:::${"a".repeat(6200)}`)];
    const { errors } = await run({ roleName: "Late", trust, permissions: [{ actions: ["s3:GetObject"], resources }] });
    expect(errors.join("")).to.match(/permissions: come to 6\d+ characters: AWS takes 6144/);
  });

  it("refuses the role's own name as external id", () => {
    const args = {
      roleName: "AVeryLongRoleName",
      trust: { statements: [{ principals: ["111111111111"], externalIds: ["AVeryLongRoleName"] }] },
    };
    return expectRefusal(args, /trust\.statements\[0\]\.externalIds\[0\].*a name that others know/);
  });

  it("refuses sessions of two hours where only roles may assume it, as AWS would cut them to one", async () => {
    const byRole = { statements: [{ principals: ["arn:aws:iam::111111111111:role/Caller"] }] };
    await expectRefusal(
      { roleName: "Chained", trust: byRole, maxSessionSeconds: 7200 },
      /maxSessionSeconds: is 7200.*at most 3600/,
    );
    const { only } = await run({ roleName: "Direct", trust, maxSessionSeconds: 7200 });
    expect(only(roleType).inputs.maxSessionDuration).to.equal(7200);
  });

  it("refuses more policies than AWS attaches", () => {
    const managedPolicyArns = Array.from({ length: 11 }, (_, index) => `arn:aws:iam::aws:policy/P${index}`);
    return expectRefusal(
      { roleName: "Many", trust, managedPolicyArns },
      /need 11 managed policies: AWS attaches at most 10/,
    );
  });
});

async function expectRefusal(args: ManagedRoleArgs, reason: RegExp): Promise<void> {
  await runMocked((options) => {
    expect(() => new ManagedRole("bad", args, options)).to.throw(pulumi.InputPropertiesError, reason);
  });
}
