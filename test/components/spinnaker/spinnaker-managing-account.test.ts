import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { SpinnakerManagingAccount, type SpinnakerManagingAccountArgs } from "../../../components";
import { runMocked } from "../mocked-program";

const managedRoleArns = ["arn:aws:iam::222222222222:role/spinnakerManaged"];
const oidcProviderArn = "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABCDEF";
const policyType = "aws:iam/policy:Policy";

const run = (args: Omit<SpinnakerManagingAccountArgs, "managedRoleArns">) =>
  runMocked((options) => {
    const made = new SpinnakerManagingAccount("hub", { managedRoleArns, ...args }, options);
    const { principalArn, accessKeyId, instanceProfileName } = made;
    return { principalArn, accessKeyId, instanceProfileName };
  });

describe("SpinnakerManagingAccount", () => {
  it("lets the identity look up regions and assume the managed roles, and nothing else", async () => {
    const { only } = await run({ user: {} });
    expect(only(policyType).inputs.name).to.equal("SpinnakerManagingPolicy");
    expect(JSON.parse(String(only(policyType).inputs.policy)).Statement).to.deep.equal([
      {
        Sid: "LookUpRegions",
        Effect: "Allow",
        Action: ["ec2:DescribeAvailabilityZones", "ec2:DescribeRegions"],
        Resource: "*",
      },
      { Sid: "AssumeManagedRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: managedRoleArns[0] },
    ]);
  });

  it("makes a user, with a key only when asked", async () => {
    const without = await run({ user: {} });
    expect(without.only("aws:iam/user:User").inputs.name).to.equal("SpinnakerManagingAccount");
    expect(without.value.accessKeyId).to.equal(undefined);
    const having = await run({ user: { userName: "managingAccount", accessKey: true } });
    expect(having.only("aws:iam/accessKey:AccessKey").inputs).to.deep.equal({ user: "managingAccount" });
  });

  it("makes an instance role and profile for Spinnaker on EC2, in China with the service's name there", async () => {
    const { only, value } = await run({ instanceRole: {} });
    expect(only("aws:iam/role:Role").inputs.assumeRolePolicy).to.contain('"Service":"ec2.amazonaws.com"');
    expect(value).to.deep.include({
      principalArn: "arn:aws:iam::111111111111:role/SpinnakerAuthRole",
      instanceProfileName: "SpinnakerAuthRole",
    });
    const china = await run({ instanceRole: { roleName: "Armory" }, partition: "aws-cn" });
    expect(china.only("aws:iam/role:Role").inputs.assumeRolePolicy).to.contain('"Service":"ec2.amazonaws.com.cn"');
  });

  it("gives the role of the nodes the permission and makes no identity", async () => {
    const existingRoleArn = "arn:aws:iam::111111111111:role/nodes/NodeInstanceRole";
    const { resources, only, value } = await run({ existingRoleArn });
    expect(only("aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs.role).to.equal("NodeInstanceRole");
    expect(resources.map(({ type }) => type)).to.not.include.members(["aws:iam/role:Role"]);
    expect(value.principalArn).to.equal(existingRoleArn);
  });

  it("lets only the named service accounts of the cluster become the role", async () => {
    const names = ["clouddriver", "rosco"];
    const { only, value } = await run({ serviceAccount: { oidcProviderArn, names }, baking: true });
    expect(JSON.parse(String(only("aws:iam/role:Role").inputs.assumeRolePolicy)).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Federated: oidcProviderArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "oidc.eks.us-east-1.amazonaws.com/id/ABCDEF:aud": "sts.amazonaws.com",
            "oidc.eks.us-east-1.amazonaws.com/id/ABCDEF:sub": [
              "system:serviceaccount:spinnaker:clouddriver",
              "system:serviceaccount:spinnaker:rosco",
            ],
          },
        },
      },
    ]);
    expect(value.instanceProfileName).to.equal(undefined);
    expect(String(only(policyType).inputs.policy))
      .to.contain("ec2:CreateImage")
      .and.not.contain("iam:PassRole");
  });

  it("takes the provider of a cluster that is made in the same program", async () => {
    const later = pulumi.output(Promise.resolve(oidcProviderArn));
    const { only } = await run({ serviceAccount: { oidcProviderArn: later, namespace: pulumi.output("cd") } });
    expect(only("aws:iam/role:Role").inputs.assumeRolePolicy).to.contain("system:serviceaccount:cd:clouddriver");
  });

  const refused: [string, Partial<SpinnakerManagingAccountArgs>, RegExp][] = [
    ["no identity", {}, /name exactly one of them; there are 0/],
    [
      "IRSA together with access keys",
      { serviceAccount: { oidcProviderArn }, user: { accessKey: true } },
      /an access key would win over the role without a word/,
    ],
    [
      "two roles",
      { instanceRole: {}, existingRoleArn: "arn:aws:iam::111111111111:role/Node" },
      /name exactly one of them; there are 2/,
    ],
    [
      "an instance profile as existing role",
      { existingRoleArn: "arn:aws:iam::111111111111:instance-profile/Node" },
      /existingRoleArn: .*is not the ARN of a role/,
    ],
    [
      "the issuer's address as provider",
      { serviceAccount: { oidcProviderArn: "https://oidc.eks.us-east-1.amazonaws.com/id/ABCDEF" } },
      /serviceAccount\.oidcProviderArn: .*is not the ARN of an OIDC provider/,
    ],
    [
      "a wildcard service account",
      { serviceAccount: { oidcProviderArn, names: ["*"] } },
      /serviceAccount\.names\[0\]: "\*" cannot be a name in Kubernetes/,
    ],
    ["no service account", { serviceAccount: { oidcProviderArn, names: [] } }, /serviceAccount\.names: is empty/],
    [
      "every role of an account",
      { user: {}, managedRoleArns: ["arn:aws:iam::222222222222:role/*"] },
      /managedRoleArns\[0\].*wildcard/,
    ],
  ];
  for (const [title, args, reason] of refused) {
    it(`refuses ${title}`, async () => {
      const { resources } = await runMocked((options) => {
        expect(() => new SpinnakerManagingAccount("bad", { managedRoleArns, ...args }, options)).to.throw(
          pulumi.InputPropertiesError,
          reason,
        );
      });
      expect(resources.filter(({ type }) => type.startsWith("aws:"))).to.deep.equal([]);
    });
  }
});
