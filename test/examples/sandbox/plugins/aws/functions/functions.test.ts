import { CreateAccountAliasCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { AwsOnEmulator, account, root, trust, types } from "../../support/aws-on-emulator";
import { refusalOf } from "../../support/plugin-client";

describe("functions of the aws stand-in on the emulator", function () {
  this.timeout(60_000);
  let aws: AwsOnEmulator;

  before(async () => {
    aws = await AwsOnEmulator.start();
  });

  after(() => aws.close());

  describe("functions", () => {
    it("give the account's alias, and fail as the real plugin when there is none", async () => {
      const token = "aws:iam/getAccountAlias:getAccountAlias";
      const refusal = await refusalOf(aws.plugin.invoke(token));
      expect(refusal).to.equal(`invoking ${token}: 1 error occurred:\n\t* reading IAM Account Alias: empty result\n\n`);
      await aws.iam.send(new CreateAccountAliasCommand({ AccountAlias: "acme" }));
      expect(await aws.plugin.invoke(token)).to.deep.equal({ accountAlias: "acme", id: "acme" });
    });

    it("tell who the caller is", async () => {
      const identity = await aws.plugin.invoke("aws:index/getCallerIdentity:getCallerIdentity");
      expect(identity).to.include({ accountId: account, arn: `arn:aws:iam::${account}:root`, id: account });
    });

    it("describe a role, or say that there is none", async () => {
      const made = await aws.plugin.make(types.role, "asked", {
        assumeRolePolicy: trust(root),
        name: "asked",
        tags: { a: "1" },
      });
      const found = await aws.plugin.invoke("aws:iam/getRole:getRole", { name: "asked" });
      expect(found).to.deep.include({
        arn: made.state.arn,
        assumeRolePolicy: trust(root),
        maxSessionDuration: 3600,
        tags: { a: "1" },
      });
      await aws.plugin.delete(made);
      const refusal = await refusalOf(aws.plugin.invoke("aws:iam/getRole:getRole", { name: "asked" }));
      expect(refusal)
        .to.contain("reading IAM Role (asked): operation error IAM: GetRole")
        .and.contain("StatusCode: 404");
    });

    it("write a policy document from statements", async () => {
      const document = await aws.plugin.invoke("aws:iam/getPolicyDocument:getPolicyDocument", {
        statements: [
          {
            sid: "one",
            actions: ["sts:AssumeRole"],
            principals: [{ type: "AWS", identifiers: [root] }],
            conditions: [{ test: "StringEquals", variable: "sts:ExternalId", values: ["x"] }],
          },
          { effect: "Deny", actions: ["a:b", "c:d"], resources: ["*"] },
        ],
      });
      expect(JSON.parse(String(document.json))).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "one",
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { AWS: root },
            Condition: { StringEquals: { "sts:ExternalId": "x" } },
          },
          { Effect: "Deny", Action: ["c:d", "a:b"], Resource: "*" },
        ],
      });
      expect(document.minifiedJson).to.equal(JSON.stringify(JSON.parse(String(document.json))));
    });
  });
});
