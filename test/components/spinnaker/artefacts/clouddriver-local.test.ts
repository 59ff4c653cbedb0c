import { expect } from "chai";
import { parse } from "yaml";
import { renderClouddriverLocal, renderSpinnakerService } from "../../../../components";
import { accessKey, fullSettings, plainAccount } from "./sample-settings";

describe("clouddriver-local.yml", () => {
  it("holds what clouddriver binds under aws and ecs, without the bakery, which is rosco's", () => {
    const { aws, ecs } = parse(renderClouddriverLocal(fullSettings), { version: "1.1" });
    expect(aws).to.have.keys(
      ...["enabled", "accessKeyId", "secretAccessKey", "accounts", "defaultRegions", "defaultKeyPairTemplate"],
      ...["defaults", "features"],
    );
    expect(aws.features).to.deep.equal({ "cloud-formation": { enabled: true }, lambda: { enabled: true } });
    expect(aws.defaults).to.deep.equal({ iamRole: "{{application}}Role" });
    expect(aws.accounts[1].assumeRole, "with the role's path").to.equal("role/deploy/spinnakerManaged");
    expect(ecs).to.deep.equal({ enabled: true, accounts: [{ name: "prod-ecs", awsAccount: "prod" }] });
  });

  it("keeps account ids text for a YAML 1.1 parser, and regions objects", () => {
    const text = renderClouddriverLocal({ accounts: [{ ...plainAccount, name: "on" }] });
    const { aws } = parse(text, { version: "1.1" });
    expect(aws.accounts).to.deep.equal([
      {
        name: "on",
        accountId: "012345670123",
        assumeRole: "role/spinnakerManaged",
        regions: [{ name: "us-east-1" }, { name: "us-west-2" }],
      },
    ]);
    expect(parse(text).aws.accounts).to.deep.equal(aws.accounts);
  });

  it("names default regions always, from the accounts when nobody else does", () => {
    const accounts = [plainAccount, { ...plainAccount, name: "prod", regions: ["us-west-2", "eu-west-1"] }];
    expect(parse(renderClouddriverLocal({ accounts })).aws.defaultRegions).to.deep.equal([
      { name: "us-east-1" },
      { name: "us-west-2" },
      { name: "eu-west-1" },
    ]);
  });

  it("writes the whole ARN outside of the partition aws, and the zones that are named", () => {
    const roleArn = "arn:aws-us-gov:iam::222222222222:role/spinnakerManaged";
    const availabilityZones = { "us-gov-west-1": ["us-gov-west-1a", "us-gov-west-1b"] };
    const account = {
      name: "gov",
      roleArn,
      regions: ["us-gov-west-1"],
      availabilityZones,
      sessionDurationSeconds: 900,
    };
    expect(parse(renderClouddriverLocal({ accounts: [account] })).aws.accounts).to.deep.equal([
      {
        name: "gov",
        accountId: "222222222222",
        assumeRole: roleArn,
        regions: [{ name: "us-gov-west-1", availabilityZones: availabilityZones["us-gov-west-1"] }],
        sessionDurationSeconds: 900,
      },
    ]);
  });

  it("refuses a secret that only the operator reads", () => {
    const secret = { reference: "encrypted:k8s!n:spinnaker-aws!k:secretAccessKey" };
    const settings = { accounts: [plainAccount], accessKey: { ...accessKey, secret } };
    expect(() => renderClouddriverLocal(settings)).to.throw(/accessKey\.secret\.reference .*only the operator reads/);
    expect(renderSpinnakerService(settings)).to.contain(secret.reference);
  });

  it("takes a secret from a property of Spring, or in plain text when asked", () => {
    const secretOf = (secret: { reference?: string; inline?: string }) =>
      parse(renderClouddriverLocal({ accounts: [plainAccount], accessKey: { ...accessKey, secret } })).aws
        .secretAccessKey;
    expect(secretOf({ reference: "$" + "{AWS_SECRET}" })).to.equal("$" + "{AWS_SECRET}");
    expect(secretOf({ inline: "typed-in" })).to.equal("typed-in");
  });
});
