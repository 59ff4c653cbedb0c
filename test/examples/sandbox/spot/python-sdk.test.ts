import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../../../examples/sandbox/aws/connection";
import { createIdentities } from "../../../../examples/sandbox/aws/identities";
import { type SpotApi, startSpotApi } from "../../../../examples/sandbox/spot/spot-api";
import { startEmulator } from "../../../support/emulator";
import { type SdkCall, SpotSdk } from "../../../support/spot-sdk";

const awsAccountId = "123456789012";

describe("Spot's API in the sandbox, driven by the vendor's Python SDK", function () {
  // The first time the SDK is fetched.
  this.timeout(240_000);
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  let api: SpotApi;
  let sdk: SpotSdk;

  before(async () => {
    [emulator, sdk] = await Promise.all([startEmulator(), SpotSdk.install()]);
    const { spot } = await createIdentities(emulator.endpoint, "111111111111");
    api = await startSpotApi({ token: "right", aws: { endpoint: emulator.endpoint, user: spot } });
  });
  after(async () => {
    await api?.close();
    await emulator?.close();
  });

  const returned = async (calls: SdkCall[], accountId?: string) => {
    const results = await sdk.call(api, calls, accountId);
    return results.map((result) => {
      expect(result.refused).to.equal(undefined);
      return result.returned;
    });
  };
  const createRole = async (externalId: string) => {
    const statement = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::922761411349:root" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": externalId } },
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const iam = new IAMClient(connection(emulator.endpoint, emulatorRoot(awsAccountId)));
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "SdkRole", AssumeRolePolicyDocument }));
    return Role?.Arn ?? "";
  };

  it("takes an account through its whole life", async () => {
    const [made, listed] = await returned([
      ["admin", "create_account", "aws-sdk"],
      ["admin", "get_accounts"],
    ]);
    const { id } = made as { id: string };
    expect(made).to.deep.equal({ id, name: "aws-sdk", organization_id: "606012341234" });
    expect(listed).to.have.length(2);
    expect((listed as object[])[1]).to.deep.include({ account_id: id, name: "aws-sdk" });

    const [minted] = await returned([["setup_aws", "create_external_id"]], id);
    const { external_id: externalId } = minted as { external_id: string };
    expect(minted).to.have.all.keys("external_id", "max_valid_until");

    const status = { code: 200, message: "OK" };
    const roleArn = await createRole(externalId);
    const [linked, renamed, linkedList, deleted] = await returned(
      [
        ["setup_aws", "set_credentials", roleArn],
        ["admin", "update_account", id, "renamed"],
        ["admin", "get_accounts"],
        ["admin", "delete_account", id],
      ],
      id,
    );
    expect([linked, renamed, deleted]).to.deep.equal([status, status, true]);
    expect((linkedList as object[])[1]).to.deep.include({
      account_id: id,
      name: "renamed",
      provider_external_id: awsAccountId,
      cloud_provider: "AWS",
    });
    expect(api.accounts()).to.have.length(1);
  });

  it("takes what the SDK's older calls send, an external id of their own among it, and counts only the minted one", async () => {
    const [made] = await returned([["admin", "create_account", "aws-older"]]);
    const { id } = made as { id: string };
    const [minted] = await returned([["admin", "create_aws_external_id"]], id);
    expect(minted).to.have.property("external_id");
    const roleArn = `arn:aws:iam::${awsAccountId}:role/NotThere`;
    const [refused] = await sdk.call(api, [["admin", "set_cloud_credentials", roleArn, "of-our-own"]], id);
    expect(refused?.refused).to.contain("CANT_ASSUME_ROLE");
    await returned([["admin", "delete_account", id]]);
  });

  it("refuses in an envelope the SDK can read", async () => {
    const [nameless, withoutAccount, absent] = await sdk.call(api, [
      ["admin", "create_account", "1234"],
      ["setup_aws", "create_external_id"],
      ["admin", "delete_account", "act-00000000"],
    ]);
    expect(nameless?.refused).to.contain("creating account").and.to.contain("body.account.name");
    expect(withoutAccount?.refused).to.contain('"field": "query.accountId"');
    expect(absent?.refused).to.contain("Account_DOESNT_EXIST");

    const [stranger] = await sdk.call({ ...api, token: "wrong" }, [["admin", "get_accounts"]]);
    expect(stranger?.refused).to.contain("getting account").and.to.contain("UNAUTHORIZED");
  });

  it("refuses a call too many in an envelope the SDK can read", async () => {
    const user = { accessKeyId: "unused", secretAccessKey: "unused" };
    const busy = await startSpotApi({
      token: "right",
      aws: { endpoint: emulator.endpoint, user },
      rules: { rateLimit: { calls: 1 } },
    });
    const [, tooMany] = await sdk.call(busy, [
      ["admin", "get_accounts"],
      ["admin", "get_accounts"],
    ]);
    await busy.close();
    expect(tooMany?.refused).to.contain("Rate limit exceeded").and.to.contain("429");
  });
});
