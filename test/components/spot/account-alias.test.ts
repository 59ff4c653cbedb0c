import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { findAccountAlias } from "../../../components/spot/account-alias";
import { refusedCall, runMocked } from "../mocked-program";

const aliasCall = "aws:iam/getAccountAlias:getAccountAlias";

class Parent extends pulumi.ComponentResource {}

const ask = (answer: () => Record<string, unknown>) =>
  runMocked((options) => findAccountAlias(new Parent("test:index:Parent", "parent", {}, options)), {
    [aliasCall]: answer,
  });

const refuse = (details: string) => () => {
  throw refusedCall(details);
};

describe("findAccountAlias", () => {
  it("finds the alias", async () => {
    expect((await ask(() => ({ accountAlias: "acme-prod" }))).value).to.equal("acme-prod");
  });

  it("is empty where the account has none, which the AWS provider calls an error", async () => {
    const { value, errors } = await ask(refuse("reading IAM Account Alias: empty result"));
    expect({ value, errors }).to.deep.equal({ value: "", errors: [] });
  });

  it("makes another failure an error of the update, and does not reject", async () => {
    const { value, errors } = await ask(refuse("reading IAM Account Alias: AccessDenied: not allowed to list"));
    expect(value).to.equal("");
    expect(errors.join("")).to.match(/alias of the account could not be read.*AccessDenied/);
  });
});
