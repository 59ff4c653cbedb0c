import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { StackerRole, type StackerRoleArgs } from "../../../components/stacker/stacker-role";
import { runMocked } from "../mocked-program";

const masterAccountId = "111111111111";
const sub: StackerRoleArgs = { accountId: "222222222222", masterAccountId };
const master: StackerRoleArgs = { accountId: masterAccountId, masterAccountId };
const roleType = "aws:iam/role:Role";
const policyType = "aws:iam/policy:Policy";

const run = (args: StackerRoleArgs) =>
  runMocked((options) => {
    const { roleArn, serviceRoleArn, principals } = new StackerRole("stacker", args, options);
    return { roleArn, serviceRoleArn, principals };
  });

const trustOf = async (args: StackerRoleArgs) =>
  JSON.parse(String((await run(args)).only(roleType).inputs.assumeRolePolicy)).Statement[0];

describe("StackerRole", () => {
  it("opens the master account's role to that account with a second factor, and may do everything", async () => {
    const { only, value } = await run(master);
    expect(only(roleType).inputs.name).to.equal("Stacker");
    expect(await trustOf(master)).to.deep.include({ Principal: { AWS: `arn:aws:iam::${masterAccountId}:root` } });
    expect(JSON.stringify((await trustOf(master)).Condition)).to.contain("aws:MultiFactorAuthPresent");
    expect(JSON.parse(String(only(policyType).inputs.policy)).Statement[0]).to.deep.include({
      Effect: "Allow",
      Action: "*",
      Resource: "*",
    });
    expect(value.serviceRoleArn).to.equal(undefined);
  });

  it("opens the role of another account to the master role alone, without a second factor", async () => {
    const statement = await trustOf(sub);
    expect(statement.Principal).to.deep.equal({ AWS: `arn:aws:iam::${masterAccountId}:role/Stacker` });
    expect(statement).to.not.have.property("Condition");
  });

  it("narrows to operators, a recent second factor, external ids and an organization when asked", async () => {
    const operator = `arn:aws:iam::${masterAccountId}:user/ann`;
    const narrowed = await trustOf({ ...master, operatorArns: [operator], maxMfaAgeSeconds: 3600 });
    expect(narrowed.Principal).to.deep.equal({ AWS: operator });
    expect(narrowed.Condition.NumericLessThan).to.deep.equal({ "aws:MultiFactorAuthAge": "3600" });
    const bound = await trustOf({
      ...sub,
      masterRoleName: "Deployer",
      externalIds: ["Xb3-9dkQ0aTz7LmN2pR5"],
      organizationIds: ["o-abcdef1234"],
    });
    expect(bound.Principal.AWS).to.equal(`arn:aws:iam::${masterAccountId}:role/Deployer`);
    expect(bound.Condition.StringEquals).to.deep.equal({
      "aws:PrincipalOrgID": "o-abcdef1234",
      "sts:ExternalId": "Xb3-9dkQ0aTz7LmN2pR5",
    });
  });

  it("leaves the power to CloudFormation's own role when there is one", async () => {
    const serviceRole = {
      bucketName: "acme-stacker",
      managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"],
    };
    const { resources, value } = await run({ ...master, serviceRole });
    const roles = resources.filter(({ type }) => type === roleType);
    expect(roles.map(({ inputs }) => inputs.name)).to.have.members(["Stacker", "StackerCloudFormation"]);
    expect(value.serviceRoleArn).to.match(/StackerCloudFormation$/);
    const policy = resources.find(({ type }) => type === policyType)?.inputs.policy;
    const statements: { Sid: string; Action: string | string[]; Resource: unknown }[] = JSON.parse(
      String(policy),
    ).Statement;
    expect(statements.flatMap(({ Action }) => Action)).to.not.include("*");
    const pass = statements.find(({ Sid }) => Sid === "HandOverServiceRole");
    expect(pass?.Resource).to.equal(value.serviceRoleArn);
    expect(statements.flatMap(({ Action }) => Action)).to.include.members(["s3:GetObject", "s3:PutObject"]);
    const elsewhere = JSON.stringify((await run({ ...sub, serviceRole })).resources);
    expect(elsewhere).to.contain("s3:GetObject").and.to.not.contain("s3:PutObject");
  });

  const bad: Record<string, [StackerRoleArgs, string]> = {
    "an account id of 11 digits": [{ ...sub, accountId: "12345678901" }, "accountId"],
    "operators outside of the master account": [
      { ...sub, operatorArns: [`arn:aws:iam::${masterAccountId}:user/ann`] },
      "operatorArns",
    ],
    "a second factor where AWS has dropped it": [{ ...sub, requireMfa: true }, "requireMfa"],
    "an external id in the master account": [{ ...master, externalIds: ["Xb3-9dkQ0aTz7LmN2pR5"] }, "externalIds"],
    "a guessable external id": [{ ...sub, externalIds: ["222222222222"] }, "externalIds"],
    "a wildcard operator": [{ ...master, operatorArns: ["*"] }, "principals"],
    "a service role that may do nothing": [{ ...sub, serviceRole: { bucketName: "acme-stacker" } }, "serviceRole"],
    "a service role with the name of stacker's": [
      {
        ...sub,
        serviceRole: { bucketName: "acme-stacker", roleName: "Stacker", permissions: [{ actions: ["ec2:*"] }] },
      },
      "serviceRole.roleName",
    ],
    "a bucket that cannot be": [
      { ...sub, serviceRole: { bucketName: "Acme", permissions: [{ actions: ["ec2:*"] }] } },
      "serviceRole.bucketName",
    ],
  };
  for (const [what, [args, path]] of Object.entries(bad)) {
    it(`refuses ${what}, before anything is made`, async () => {
      const { resources } = await runMocked((options) => {
        expect(() => new StackerRole("bad", args, options)).to.throw(pulumi.InputPropertiesError, path);
        return {};
      });
      expect(resources.filter(({ type }) => type.startsWith("aws:"))).to.deep.equal([]);
    });
  }
});
