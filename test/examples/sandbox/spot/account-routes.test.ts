import { expect } from "chai";
import { type SpotApi, startSpotApi } from "../../../../examples/sandbox/spot/spot-api";
import { callSpot, createSpotAccount } from "../../../support/spot-calls";

const aws = { endpoint: "http://127.0.0.1:9", user: { accessKeyId: "unused", secretAccessKey: "unused" } };

describe("Spot's account routes in the sandbox", () => {
  let api: SpotApi;
  beforeEach(async () => {
    api = await startSpotApi({ token: "right", aws });
  });
  afterEach(() => api.close());

  const errorsOf = async (method: string, path: string, body?: unknown) => {
    const answer = await callSpot(api, method, path, body);
    expect(answer.status).to.equal(400);
    expect(answer.body.response?.status).to.deep.equal({ code: 400, message: "Bad Request" });
    return answer.body.response?.errors;
  };

  it("answer a creation with `id` and the organization's id as a string, in the success envelope", async () => {
    const { status, body } = await callSpot(api, "POST", "/setup/account", { account: { name: "aws-1" } });
    expect(status).to.equal(200);
    expect(body.request).to.include({ url: "/setup/account", method: "POST" });
    expect(body.request?.id).to.match(/^[0-9a-f-]{36}$/);
    expect(new Date(body.request?.timestamp ?? "").toISOString()).to.equal(body.request?.timestamp);
    const [item] = body.response?.items ?? [];
    expect(body.response).to.deep.equal({
      status: { code: 200, message: "OK" },
      kind: "spotinst:setup:account",
      items: [{ id: item?.id, name: "aws-1", organizationId: "606012341234" }],
      count: 1,
    });
    expect(item?.id).to.match(/^act-[0-9a-f]{8}$/);
  });

  it("list accounts with `accountId` and the organization's id as a number, without what an unlinked account has not", async () => {
    const id = await createSpotAccount(api, "aws-1");
    const { body } = await callSpot(api, "GET", "/setup/account");
    expect(body.response).to.include({ kind: "spotinst:setup:account", count: 2 });
    const item = body.response?.items?.find(({ accountId }) => accountId === id);
    expect(item).to.have.all.keys("accountId", "name", "organizationId", "createdAt");
    expect(item).to.include({ name: "aws-1", organizationId: 606012341234 });
  });

  it("list by AWS account, with nothing found being an empty list", async () => {
    const { id } = api.connect("123456789012", "old one");
    await createSpotAccount(api, "unlinked");
    const found = await callSpot(api, "GET", "/setup/account?cloudAccountId=123456789012");
    expect(found.body.response?.items).to.have.length(1);
    expect(found.body.response?.items?.[0]).to.include({
      accountId: id,
      providerExternalId: "123456789012",
      cloudProvider: "AWS",
    });
    const none = await callSpot(api, "GET", "/setup/account?cloudAccountId=999999999999");
    expect(none.body.response).to.include({ count: 0 }).and.deep.include({ items: [] });
  });

  it("show one account with both spellings of its id", async () => {
    const id = await createSpotAccount(api, "aws-1");
    const { body } = await callSpot(api, "GET", `/setup/account/${id}`);
    expect(body.response?.items?.[0]).to.include({ id, accountId: id, name: "aws-1" });
  });

  it("take the same name twice", async () => {
    expect(await createSpotAccount(api, "twin")).to.not.equal(await createSpotAccount(api, "twin"));
    expect(api.accounts().filter(({ name }) => name === "twin")).to.have.length(2);
  });

  it("refuse a name without a letter, also when renaming", async () => {
    const refusal = {
      code: "ValidationError",
      message: '"name" must contain at least one character that is a-z or A-Z',
      field: "body.account.name",
    };
    expect(await errorsOf("POST", "/setup/account", { account: { name: "123456789012" } })).to.deep.equal([refusal]);
    const id = await createSpotAccount(api, "aws-1");
    expect(await errorsOf("PUT", `/setup/account/${id}`, { account: { name: "123" } })).to.deep.equal([refusal]);
    expect(api.accounts().at(-1)).to.include({ name: "aws-1" });
  });

  it("refuse a body without what it needs, naming the field", async () => {
    const invalid = (field: string, message: string) => [{ code: "ValidationError", message, field }];
    expect(await errorsOf("POST", "/setup/account")).to.deep.equal(invalid("body.account", '"account" is required'));
    expect(await errorsOf("POST", "/setup/account", { account: "x" })).to.deep.equal(
      invalid("body.account", '"account" must be an object'),
    );
    expect(await errorsOf("POST", "/setup/account", { account: {} })).to.deep.equal(
      invalid("body.account.name", '"name" is required'),
    );
    const id = await createSpotAccount(api, "aws-1");
    expect(await errorsOf("PUT", `/setup/account/${id}`, { account: { name: "" } })).to.deep.equal(
      invalid("body.account.name", '"name" is not allowed to be empty'),
    );
    expect(await errorsOf("PUT", `/setup/account/${id}`, { account: { name: null } })).to.deep.equal(
      invalid("body.account.name", '"name" must be a string'),
    );
  });

  it("rename and delete with an answer that has a status and no items", async () => {
    const id = await createSpotAccount(api, "aws-1");
    const renamed = await callSpot(api, "PUT", `/setup/account/${id}`, { account: { name: "shop" } });
    expect(renamed.body.response).to.deep.equal({ status: { code: 200, message: "OK" } });
    expect(api.accounts().at(-1)).to.include({ id, name: "shop" });
    const deleted = await callSpot(api, "DELETE", `/setup/account/${id}`);
    expect(deleted.body.response).to.deep.equal({ status: { code: 200, message: "OK" } });
    expect(api.accounts()).to.have.length(1);
  });

  it("say Account_DOESNT_EXIST of an account that is not there, on every route", async () => {
    for (const [method, body] of [["GET"], ["PUT", { account: { name: "x" } }], ["DELETE"]] as const) {
      const [error] = (await errorsOf(method, "/setup/account/act-00000000", body)) ?? [];
      expect(error?.code).to.equal("Account_DOESNT_EXIST");
    }
  });

  it("keep the organization's default account", async () => {
    const [first] = api.accounts();
    const [error] = (await errorsOf("DELETE", `/setup/account/${first?.id}`)) ?? [];
    expect(error?.code).to.equal("CANT_DELETE_DEFAULT_ACCOUNT");
    expect(api.accounts()).to.have.length(1);
  });

  it("refuse every call without the right token, with 401 and the error envelope", async () => {
    for (const authorization of ["", "Bearer wrong", "right"]) {
      const { status, body } = await callSpot(
        api,
        "POST",
        "/setup/account",
        { account: { name: "x" } },
        { authorization },
      );
      expect(status).to.equal(401);
      expect(body.response?.errors).to.have.length(1);
    }
    expect(api.accounts()).to.have.length(1);
  });

  it("answer a body that is not JSON with the bare words", async () => {
    const answer = await callSpot(api, "POST", "/setup/account", "{not json");
    expect(answer).to.include({ status: 400, text: "Bad Request" });
    expect(answer.headers.get("content-type")).to.match(/^text\/plain/);
  });

  it("keep a record of every call by route, with its answer", async () => {
    const id = await createSpotAccount(api, "aws-1");
    await callSpot(api, "DELETE", `/setup/account/${id}`);
    await callSpot(api, "DELETE", `/setup/account/${id}`);
    expect(api.calls("POST /setup/account")).to.have.length(1);
    const deletions = api.calls("DELETE /setup/account/:accountId");
    expect(deletions.map(({ status }) => status)).to.deep.equal([200, 400]);
    expect(deletions[0]?.url).to.equal(`/setup/account/${id}`);
  });
});
