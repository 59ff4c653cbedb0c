import { expect } from "chai";
import { giveAccess } from "../../../automation/program/account-program";
import { accountSettingsSchema } from "../../../components/account-settings";
import { runMocked } from "../../components/mocked-program";

const accountId = "111111111111";
const hub = "arn:aws:iam::999999999999:role/Hub";
const entry = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;

const providerOf = async (settings: object) => {
  const parsed = accountSettingsSchema.parse({ accountId, grants: {}, ...settings });
  const { only, value } = await runMocked(() => giveAccess(parsed).grants);
  expect(value).to.deep.equal([]);
  const { inputs } = only("pulumi:providers:aws");
  // Nested provider settings travel as JSON.
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const nested = typeof input === "string" && /^[[{]|^(true|false)$/.test(input);
      return [name, nested ? JSON.parse(input) : input];
    }),
  );
};

describe("The program of one account", () => {
  it("can only ever change the account it is meant for", async () => {
    expect(await providerOf({})).to.deep.include({ region: "us-east-1", allowedAccountIds: [accountId] });
  });

  it("enters the account through every role in turn, under a name CloudTrail shows", async () => {
    const provider = await providerOf({ region: "eu-west-1", enter: [hub, entry] });

    expect(provider.region).to.equal("eu-west-1");
    expect(provider.assumeRoles).to.deep.equal([
      { roleArn: hub, sessionName: "pulumi-cross-account" },
      { roleArn: entry, sessionName: "pulumi-cross-account" },
    ]);
  });

  it("goes to another address for every service it uses when one is given", async () => {
    const provider = await providerOf({ endpoint: "http://127.0.0.1:4566" });

    const endpoint = "http://127.0.0.1:4566";
    expect(provider.endpoints).to.deep.equal([{ iam: endpoint, sts: endpoint, s3: endpoint }]);
    expect(provider).to.include({ skipMetadataApiCheck: true });
  });
});
