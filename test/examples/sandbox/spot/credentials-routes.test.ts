import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../../../examples/sandbox/aws/connection";
import { createIdentities, type Identities } from "../../../../examples/sandbox/aws/identities";
import { type SpotApi, startSpotApi } from "../../../../examples/sandbox/spot/spot-api";
import { startEmulator } from "../../../support/emulator";
import { callSpot, createSpotAccount } from "../../../support/spot-calls";

const awsAccountId = "123456789012";
const spotRoot = "arn:aws:iam::922761411349:root";

describe("Spot's credentials routes in the sandbox", () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  let identities: Identities;
  let api: SpotApi;
  let roles = 0;

  before(async function () {
    this.timeout(180_000);
    emulator = await startEmulator();
    identities = await createIdentities(emulator.endpoint, "111111111111");
  });
  after(() => emulator.close());
  beforeEach(async () => {
    api = await startSpotApi({ token: "right", aws: { endpoint: emulator.endpoint, user: identities.spot } });
  });
  afterEach(() => api.close());

  const mint = async (id: string) => {
    const { body } = await callSpot(api, "POST", `/setup/credentials/aws/externalId?accountId=${id}`);
    return body.response?.items?.[0] as { externalId: string; maxValidUntil: string };
  };
  const link = (id: string, iamRole: string, more: object = {}) =>
    callSpot(api, "POST", `/setup/credentials/aws?accountId=${id}`, { credentials: { iamRole, ...more } });
  const codeOf = async (answer: ReturnType<typeof link>) => (await answer).body.response?.errors?.[0]?.code;
  const createRole = async (principal: string, externalId?: string) => {
    roles += 1;
    const Condition = externalId ? { StringEquals: { "sts:ExternalId": externalId } } : undefined;
    const statement = { Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole", Condition };
    const { Role } = await new IAMClient(connection(emulator.endpoint, emulatorRoot(awsAccountId))).send(
      new CreateRoleCommand({
        RoleName: `Role${roles}`,
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      }),
    );
    return Role?.Arn ?? "";
  };

  it("mint an external id with a time limit, another one with every call", async () => {
    const id = await createSpotAccount(api, "aws-1");
    const { body } = await callSpot(api, "POST", `/setup/credentials/aws/externalId?accountId=${id}`);
    expect(body.response).to.include({ kind: "spotinst:setup:aws:externalId", count: 1 });
    expect(body.response?.items?.[0]).to.have.all.keys("externalId", "maxValidUntil");
    const first = body.response?.items?.[0] as { externalId: string; maxValidUntil: string };
    expect(first.externalId).to.match(/^[A-Za-z0-9_-]{44}$/);
    expect(Date.parse(first.maxValidUntil)).to.be.greaterThan(Date.now());
    const second = await mint(id);
    expect(second.externalId).to.not.equal(first.externalId);
    const read = await callSpot(api, "GET", `/setup/credentials/aws/externalId/${id}`);
    expect(read.body.response?.items).to.deep.equal([{ externalId: second.externalId }]);
  });

  it("require the account in the query, as the vendor words it", async () => {
    for (const path of ["/setup/credentials/aws/externalId", "/setup/credentials/aws"]) {
      const { status, body } = await callSpot(api, "POST", path, { credentials: { iamRole: "x" } });
      expect(status).to.equal(400);
      expect(body.response?.errors).to.deep.equal([
        { code: "ValidationError", message: '"accountId" is required', field: "query.accountId" },
      ]);
    }
    expect(await codeOf(link("act-00000000", `arn:aws:iam::${awsAccountId}:role/x`))).to.equal("Account_DOESNT_EXIST");
  });

  it("link a role that opens for Spot with its external id alone, and then list the AWS account", async () => {
    const id = await createSpotAccount(api, "aws-1");
    const { externalId } = await mint(id);
    const roleArn = await createRole(spotRoot, externalId);
    const answer = await link(id, roleArn);
    expect(answer.body.response).to.deep.equal({ status: { code: 200, message: "OK" } });
    const listed = await callSpot(api, "GET", `/setup/account?cloudAccountId=${awsAccountId}`);
    expect(listed.body.response?.items?.map(({ accountId }) => accountId)).to.deep.equal([id]);
    const read = await callSpot(api, "GET", `/setup/credentials/aws?accountId=${id}`);
    expect(read.body.response?.items).to.deep.equal([{ accountId: id, iamRole: roleArn }]);
  });

  it("refuse a role that does not open for Spot, and link nothing", async () => {
    const id = await createSpotAccount(api, "aws-1");
    const { externalId } = await mint(id);
    const closed = [
      await createRole(spotRoot, "another-external-id"),
      await createRole("arn:aws:iam::888888888888:root", externalId),
      `arn:aws:iam::${awsAccountId}:role/NotThere`,
    ];
    for (const roleArn of closed) {
      const { status, body } = await link(id, roleArn);
      expect(status).to.equal(400);
      expect(body.response?.errors?.[0]?.code).to.equal("CANT_ASSUME_ROLE");
    }
    expect(api.accounts().at(-1)).to.not.have.property("link");
  });

  it("refuse a role that opens for Spot without an external id too", async () => {
    const id = await createSpotAccount(api, "aws-1");
    await mint(id);
    expect(await codeOf(link(id, await createRole(spotRoot)))).to.equal("ROLE_WITHOUT_EXTERNAL_ID");
    expect(api.accounts().at(-1)).to.not.have.property("link");
  });

  it("count only the external id minted last, not one sent along", async () => {
    const id = await createSpotAccount(api, "aws-1");
    const { externalId: first } = await mint(id);
    const roleArn = await createRole(spotRoot, first);
    await mint(id);
    expect(await codeOf(link(id, roleArn, { externalId: first }))).to.equal("CANT_ASSUME_ROLE");
  });

  it("replace the role of a linked account", async () => {
    const id = await createSpotAccount(api, "aws-1");
    const { externalId } = await mint(id);
    await link(id, await createRole(spotRoot, externalId));
    const other = await createRole(spotRoot, externalId);
    expect((await link(id, other)).status).to.equal(200);
    expect(api.accounts().at(-1)?.link).to.deep.equal({ awsAccountId, roleArn: other, externalId });
  });

  it("refuse to link before an external id was minted, after it ran out, and what is no role", async () => {
    const roleArn = `arn:aws:iam::${awsAccountId}:role/x`;
    const id = await createSpotAccount(api, "aws-1");
    expect(await codeOf(link(id, roleArn))).to.equal("EXTERNAL_ID_MISSING");
    expect((await link(id, "role/x")).body.response?.errors?.[0]).to.include({
      code: "ValidationError",
      field: "body.credentials.iamRole",
    });
    const user = identities.spot;
    const strict = await startSpotApi({
      token: "right",
      aws: { endpoint: emulator.endpoint, user },
      rules: { externalIdLifetimeMs: -1 },
    });
    const strictId = await createSpotAccount(strict, "aws-1");
    await callSpot(strict, "POST", `/setup/credentials/aws/externalId?accountId=${strictId}`);
    const answer = await callSpot(strict, "POST", `/setup/credentials/aws?accountId=${strictId}`, {
      credentials: { iamRole: roleArn },
    });
    expect(answer.body.response?.errors?.[0]?.code).to.equal("EXTERNAL_ID_EXPIRED");
    await strict.close();
  });
});
