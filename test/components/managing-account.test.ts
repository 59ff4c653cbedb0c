import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { ManagingAccount, type ManagingAccountArgs } from "../../components/managing-account";
import { runMocked } from "./mocked-program";

const managedRoleArns = ["arn:aws:iam::222222222222:role/Managed", "arn:aws:iam::333333333333:role/Managed"];
const policyType = "aws:iam/policy:Policy";
const ec2 = { statements: [{ principals: ["ec2.amazonaws.com"] }] };

const run = (args: ManagingAccountArgs) =>
  runMocked(
    (options) => {
      const { principalArn, accessKeyId, secretAccessKey, instanceProfileName } = new ManagingAccount(
        "hub",
        args,
        options,
      );
      return {
        principalArn,
        accessKeyId,
        secretAccessKey,
        instanceProfileName,
        secret: pulumi.isSecret(secretAccessKey),
      };
    },
    { "aws:iam/accessKey:AccessKey": () => ({ secret: "the-secret" }) },
  );

describe("ManagingAccount", () => {
  it("makes a user with a key that may assume exactly the managed roles", async () => {
    const { value, only } = await run({ user: { userName: "deployer", accessKey: true }, managedRoleArns });
    expect(only("aws:iam/user:User").inputs).to.deep.equal({ name: "deployer" });
    expect(only("aws:iam/accessKey:AccessKey").inputs).to.deep.equal({ user: "deployer" });
    expect(JSON.parse(String(only(policyType).inputs.policy)).Statement).to.deep.equal([
      { Sid: "AssumeManagedRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: managedRoleArns },
    ]);
    expect(only("aws:iam/userPolicyAttachment:UserPolicyAttachment").inputs).to.deep.include({ user: "deployer" });
    expect(value).to.deep.equal({
      principalArn: "arn:aws:iam::111111111111:user/deployer",
      accessKeyId: "hub-access-key-id",
      secretAccessKey: "the-secret",
      instanceProfileName: undefined,
      secret: true,
    });
  });

  it("makes no key unless asked", async () => {
    const { value, resources } = await run({ user: { userName: "deployer" }, managedRoleArns });
    expect(resources.map(({ type }) => type)).to.not.include("aws:iam/accessKey:AccessKey");
    expect(value).to.deep.include({ accessKeyId: undefined, secretAccessKey: undefined });
  });

  it("makes a role with its trust and an instance profile", async () => {
    const { value, only } = await run({
      role: { roleName: "Deployer", trust: ec2, instanceProfile: true },
      managedRoleArns,
    });
    expect(only("aws:iam/role:Role").inputs).to.deep.include({ name: "Deployer", forceDetachPolicies: true });
    expect(only("aws:iam/role:Role").inputs.assumeRolePolicy).to.contain('"Service":"ec2.amazonaws.com"');
    expect(only("aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs).to.deep.include({ role: "Deployer" });
    expect(value).to.deep.include({
      principalArn: "arn:aws:iam::111111111111:role/Deployer",
      instanceProfileName: "Deployer",
    });
  });

  for (const [kind, arn, type] of [
    ["role", "arn:aws:iam::111111111111:role/path/Existing", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
    ["user", "arn:aws:iam::111111111111:user/Existing", "aws:iam/userPolicyAttachment:UserPolicyAttachment"],
  ] as const) {
    it(`gives an existing ${kind} the permission and makes no identity`, async () => {
      const { value, only, resources } = await run({ principalArn: arn, managedRoleArns });
      expect(only(type).inputs).to.deep.include({ [kind]: "Existing" });
      expect(value.principalArn).to.equal(arn);
      expect(resources).to.have.length(3);
    });
  }

  it("gives more permissions and existing policies when asked", async () => {
    const permissions = [{ sid: "Look", actions: ["ec2:DescribeRegions"] }];
    const managedPolicyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"];
    const { only, resources } = await run({
      user: { userName: "deployer" },
      managedRoleArns,
      permissions,
      managedPolicyArns,
    });
    expect(JSON.parse(String(only(policyType).inputs.policy)).Statement).to.deep.equal([
      { Sid: "Look", Effect: "Allow", Action: "ec2:DescribeRegions", Resource: "*" },
      { Sid: "AssumeManagedRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: managedRoleArns },
    ]);
    const attached = resources.filter(({ type }) => type === "aws:iam/userPolicyAttachment:UserPolicyAttachment");
    expect(attached.map(({ inputs }) => inputs.policyArn))
      .to.include(managedPolicyArns[0])
      .and.have.length(2);
  });

  it("splits the permission when the roles are too many for one policy, and names all of them", async () => {
    const many = Array.from({ length: 300 }, (_, index) => `arn:aws:iam::${1e11 + index}:role/Managed`);
    const { resources } = await run({ principalArn: "arn:aws:iam::111111111111:role/Hub", managedRoleArns: many });
    const documents = resources
      .filter(({ type }) => type === policyType)
      .map(({ inputs }) => JSON.parse(String(inputs.policy)));
    expect(documents).to.have.length(3);
    expect(
      documents.flatMap(({ Statement }) => Statement.flatMap((one: { Resource: string[] }) => one.Resource)),
    ).to.have.members(many);
  });

  const refused: [string, ManagingAccountArgs, RegExp][] = [
    ["no identity", { managedRoleArns }, /name exactly one of them; there are 0/],
    [
      "two identities",
      { user: { userName: "a" }, principalArn: "arn:aws:iam::111111111111:role/b", managedRoleArns },
      /there are 2/,
    ],
    ["no managed role", { user: { userName: "a" }, managedRoleArns: [] }, /managedRoleArns: is empty/],
    [
      "a wildcard among the managed roles",
      { user: { userName: "a" }, managedRoleArns: ["arn:aws:iam::*:role/x"] },
      /managedRoleArns\[0\].*wildcard/,
    ],
    [
      "a managed user",
      { user: { userName: "a" }, managedRoleArns: ["arn:aws:iam::111111111111:user/x"] },
      /is not the ARN of a role/,
    ],
    [
      "an account as principal",
      { principalArn: "111111111111", managedRoleArns },
      /principalArn: "111111111111" is not the ARN of a role or a user/,
    ],
    ["a bad name", { user: { userName: "a b" }, managedRoleArns }, /user\.userName: "a b" cannot name a user/],
    [
      "an open trust",
      { role: { roleName: "r", trust: { statements: [{ principals: ["*"] }] } }, managedRoleArns },
      /role\.trust\.statements\[0\]\.principals\[0\]/,
    ],
  ];
  for (const [title, args, reason] of refused) {
    it(`refuses ${title}`, async () => {
      await runMocked((options) => {
        expect(() => new ManagingAccount("bad", args, options)).to.throw(pulumi.InputPropertiesError, reason);
      });
    });
  }
});
