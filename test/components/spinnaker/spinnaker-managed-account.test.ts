import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { evaluateTrust, SpinnakerManagedAccount, type SpinnakerManagedAccountArgs } from "../../../components";
import { runMocked } from "../mocked-program";

const accountId = "222222222222";
const managing = "arn:aws:iam::111111111111:role/SpinnakerAuthRole";
const externalId = "Xb3kdQ0aTz7LmN2pR5sV";
const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;

interface Statement {
  Sid: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: unknown;
}

async function run(args: Partial<SpinnakerManagedAccountArgs> = {}) {
  const program = (options: pulumi.ComponentResourceOptions) =>
    new SpinnakerManagedAccount("acme", { accountId, principalArns: [managing], ...args }, options).principals;
  const { resources, value } = await runMocked(program);
  const find = (name: string) => resources.find((resource) => resource.name === name)?.inputs ?? {};
  const statements: Statement[] = JSON.parse(String(find("acme-managed-policy").policy)).Statement;
  return {
    principals: value,
    resources,
    find,
    role: find("acme-managed-role"),
    statement: (sid: string) => statements.find(({ Sid }) => Sid === sid),
    sids: statements.map(({ Sid }) => Sid),
    onEverything: statements.flatMap(({ Action, Resource }) => (Resource === "*" ? Action : [])),
  };
}

describe("SpinnakerManagedAccount", () => {
  it("makes the documented role, trusting the managing identity alone, with PowerUserAccess", async () => {
    const { role, find, principals } = await run();
    expect(role.name).to.equal("spinnakerManaged");
    expect(role.path, "a path breaks ECS").to.equal(undefined);
    expect(find("acme-managed-attachment-PowerUserAccess").policyArn).to.equal(
      "arn:aws:iam::aws:policy/PowerUserAccess",
    );
    expect(principals).to.deep.equal([managing]);
    const allowed = (principalArn: string) =>
      evaluateTrust(String(role.assumeRolePolicy), { principalArn, accountId: "111111111111" }).allowed;
    expect([managing, "arn:aws:iam::111111111111:role/Other"].map(allowed)).to.deep.equal([true, false]);
  });

  it("makes BaseIAMRole as a role of EC2 without permissions, and an instance profile of the same name", async () => {
    const { find, resources } = await run();
    expect(find("acme-base-role").assumeRolePolicy).to.contain("ec2.amazonaws.com");
    expect(find("acme-base-instance-profile")).to.deep.include({ name: "BaseIAMRole", role: "BaseIAMRole" });
    expect(resources.map(({ name }) => name).filter((name) => /base-(policy|attachment)/.test(name))).to.deep.equal([]);
  });

  it("lets BaseIAMRole be passed to EC2 only, and nothing else to anything", async () => {
    const { sids, statement } = await run();
    expect(sids).to.deep.equal(["ListServerCertificates", "PassRolesToEc2"]);
    expect(statement("PassRolesToEc2")).to.deep.include({
      Resource: roleArn("BaseIAMRole"),
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    });
  });

  it("passes named roles to the services that are on, each execution role to its own", async () => {
    const named = roleArn("app-*");
    const { statement, find, onEverything } = await run({
      passRoleArns: [named],
      ecs: { executionRoleName: "TaskExecution" },
      lambda: { executionRoleName: "Functions" },
    });
    expect(statement("PassRolesToEc2")?.Resource).to.deep.equal([roleArn("BaseIAMRole"), named]);
    expect(statement("PassRolesToEcs")).to.deep.include({
      Resource: [roleArn("TaskExecution"), named],
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    });
    expect(statement("PassRolesToLambda")?.Resource).to.deep.equal([roleArn("Functions"), named]);
    expect(find("acme-ecs-tasks-role").assumeRolePolicy).to.contain("ecs-tasks.amazonaws.com");
    expect(find("acme-lambda-attachment-AWSLambdaBasicExecutionRole").role).to.equal("Functions");
    expect(onEverything).to.have.members([
      "iam:CreateServiceLinkedRole",
      "iam:GetRole",
      "iam:ListRoles",
      "iam:ListServerCertificates",
    ]);
    expect(statement("MakeServiceLinkedRoles")?.Condition).to.deep.equal({
      StringEquals: {
        "iam:AWSServiceName": ["ecs.amazonaws.com", "ecs.application-autoscaling.amazonaws.com"],
      },
    });
  });

  it("allows any role to anything only when asked, as documented", async () => {
    const { onEverything, sids } = await run({ passAnyRole: true });
    expect(onEverything).to.have.members(["iam:ListServerCertificates", "iam:PassRole"]);
    expect(sids).to.have.length(1);
  });

  it("lets tasks run with the managed role when asked, and passes it to them", async () => {
    const { role, statement, principals } = await run({ ecs: { tasksAssumeManagedRole: true } });
    expect(principals).to.deep.equal([managing, "ecs-tasks.amazonaws.com"]);
    expect(role.assumeRolePolicy).to.contain("ecs-tasks.amazonaws.com");
    expect(statement("PassRolesToEcs")?.Resource).to.equal(roleArn("spinnakerManaged"));
  });

  it("still passes a BaseIAMRole that is there already, and makes none", async () => {
    const { resources, statement } = await run({ createBaseRole: false, baseRoleName: "Shared" });
    expect(resources.filter(({ type }) => type === "aws:iam/role:Role")).to.have.length(1);
    expect(statement("PassRolesToEc2")?.Resource).to.equal(roleArn("Shared"));
  });

  it("binds the role by external id and organization, and takes another set of permissions", async () => {
    const { role, resources, onEverything } = await run({
      externalIds: [externalId],
      organizationIds: ["o-abcdef1234"],
      managedPolicyArns: [],
      extraStatements: [{ sid: "Deploy", actions: ["autoscaling:*", "ec2:*"] }],
    });
    expect(JSON.parse(String(role.assumeRolePolicy)).Statement[0].Condition).to.deep.equal({
      StringEquals: { "aws:PrincipalOrgID": "o-abcdef1234", "sts:ExternalId": externalId },
    });
    expect(resources.map(({ name }) => name)).to.not.include("acme-managed-attachment-PowerUserAccess");
    expect(onEverything).to.include.members(["autoscaling:*", "ec2:*"]);
  });

  it("bounds every role it makes, and tags them", async () => {
    const permissionsBoundary = "arn:aws:iam::222222222222:policy/Boundary";
    const { resources } = await run({
      permissionsBoundary,
      ecs: { executionRoleName: "TaskExecution" },
      tags: { team: "cd" },
    });
    const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
    expect(roles).to.have.length(3);
    for (const { inputs } of roles) expect(inputs).to.deep.include({ permissionsBoundary, tags: { team: "cd" } });
  });

  it("follows the partition", async () => {
    const principalArns = ["arn:aws-cn:iam::111111111111:role/SpinnakerAuthRole"];
    const { find, statement } = await run({ partition: "aws-cn", principalArns });
    expect(find("acme-managed-attachment-PowerUserAccess").policyArn).to.equal(
      "arn:aws-cn:iam::aws:policy/PowerUserAccess",
    );
    expect(statement("PassRolesToEc2")).to.deep.include({
      Resource: "arn:aws-cn:iam::222222222222:role/BaseIAMRole",
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com.cn" } },
    });
  });

  const refused: [string, Partial<SpinnakerManagedAccountArgs>, RegExp][] = [
    [
      "an account id of eleven digits",
      { accountId: "22222222222" },
      /accountId: "22222222222" is not an AWS account id/,
    ],
    ["nobody", { principalArns: [] }, /principalArns: is empty/],
    ["everybody", { principalArns: ["*"] }, /principalArns\[0\]: "\*" is a wildcard/],
    ["a whole account", { principalArns: ["111111111111"] }, /principalArns\[0\]: .*name the managing identity itself/],
    [
      "the cluster's identity provider",
      { principalArns: ["arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A"] },
      /name the role its service account gets/,
    ],
    [
      "an identity in another partition",
      { principalArns: ["arn:aws-us-gov:iam::111111111111:role/R"] },
      /is in partition aws-us-gov/,
    ],
    ["ECS with an external id", { ecs: {}, externalIds: [externalId] }, /externalIds: cannot be asked for with ecs/],
    [
      "ECS with an external id that is known later",
      { ecs: {}, externalIds: pulumi.output([externalId]) },
      /externalIds: cannot be asked for with ecs/,
    ],
    ["an empty list of external ids", { externalIds: [] }, /externalIds: is empty/],
    ["a guessable external id", { externalIds: [accountId] }, /is guessable: it is an account id/],
    [
      "sessions of two hours where Spinnaker enters with a role",
      { maxSessionSeconds: 7200 },
      /maxSessionSeconds: is 7200.*at most 3600/,
    ],
    [
      "passing roles of another account",
      { passRoleArns: ["arn:aws:iam::333333333333:role/App"] },
      /passRoleArns\[0\]: .*names no roles of the account/,
    ],
    [
      "passing every role by name",
      { passRoleArns: [roleArn("*")] },
      /passRoleArns\[0\]: .*names no roles of the account/,
    ],
    [
      "named roles beside any role",
      { passAnyRole: true, passRoleArns: [roleArn("App")] },
      /passRoleArns: means nothing with passAnyRole/,
    ],
    [
      "one name for two roles",
      { ecs: { executionRoleName: "Same" }, lambda: { executionRoleName: "Same" } },
      /lambda\.executionRoleName: "Same" is the name of another role it makes/,
    ],
    [
      "the base role's default name for another",
      { roleName: "BaseIAMRole" },
      /baseRoleName: "BaseIAMRole" is the name of another role it makes/,
    ],
    ["an unknown partition", { partition: "aws-eu" }, /partition: "aws-eu" is none of/],
  ];
  for (const [title, args, reason] of refused) {
    it(`refuses ${title}`, async () => {
      const { resources } = await runMocked((options) => {
        const all = { accountId, principalArns: [managing], ...args };
        expect(() => new SpinnakerManagedAccount("bad", all, options)).to.throw(pulumi.InputPropertiesError, reason);
      });
      expect(resources.filter(({ type }) => type.startsWith("aws:"))).to.deep.equal([]);
    });
  }
});
