import { expect } from "chai";
import type { SpaceliftApi } from "../../../../examples/sandbox/spacelift/spacelift-api";
import {
  anyStackOfAcme,
  type SpaceliftOnEmulator,
  startSpaceliftOnEmulator,
} from "../../../support/spacelift-on-emulator";

const attach = `mutation ($id: ID!, $stack: ID!, $read: Boolean!, $write: Boolean!) {
  awsIntegrationAttach(id: $id, stack: $stack, read: $read, write: $write) { id stackName isModule isAutoattached }
}`;
const trustRefusal = "unauthorized: you need to configure trust relationship section in your AWS account";

describe("The sandbox's Spacelift API", function () {
  this.timeout(60_000);
  let host: SpaceliftOnEmulator;
  let spacelift: SpaceliftApi;

  before(async () => {
    host = await startSpaceliftOnEmulator();
    spacelift = await host.start();
  });
  after(() => host.close());

  const send = async (api: SpaceliftApi, query: string, variables: object = {}, jwt?: string) => {
    const response = await fetch(`${api.endpoint}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(jwt && { authorization: `Bearer ${jwt}` }) },
      body: JSON.stringify({ query, variables }),
    });
    expect(response.status).to.equal(200);
    return (await response.json()) as { data?: Record<string, never> | null; errors?: { message: string }[] };
  };
  const signIn = async (api: SpaceliftApi, secret = api.apiKey.secret): Promise<string | undefined> => {
    const query = "mutation ($id: ID!, $secret: String!) { apiKeyUser(id: $id, secret: $secret) { jwt validUntil } }";
    const { data } = await send(api, query, { id: api.apiKey.id, secret });
    return (data?.apiKeyUser as { jwt: string } | null | undefined)?.jwt;
  };
  const ask = async (api: SpaceliftApi, query: string, variables?: object) =>
    send(api, query, variables, await signIn(api));
  const errorOf = async (answer: Promise<{ errors?: { message: string }[] }>) => (await answer).errors?.[0]?.message;
  const attachment = (api: SpaceliftApi, id: string, stack: string, read = true, write = true) =>
    ask(api, attach, { id, stack, read, write });

  it("answers null for an unknown key, and unauthorized without a session", async () => {
    expect(await signIn(spacelift, "wrong")).to.equal(undefined);
    expect(await errorOf(send(spacelift, "{ awsIntegrations { id } }"))).to.equal("unauthorized");
    expect(await errorOf(send(spacelift, "{ awsIntegrations { id } }", {}, "forged"))).to.equal("unauthorized");
  });

  it("tells the account, its AWS account, and the external id of a stack", async () => {
    const { id } = spacelift.click({ name: "told", roleArn: "arn:aws:iam::111111111111:role/Any" });
    const query = `query ($id: ID!) { name spaceliftAwsAccountId awsIntegration(id: $id) {
      externalIdForStack(stackId: "network", read: true, write: false) { externalId assumeRolePolicyStatement } } }`;
    const { data } = await ask(spacelift, query, { id });
    expect(data).to.deep.include({ name: "acme", spaceliftAwsAccountId: "324880187172" });
    const { externalIdForStack } = (data?.awsIntegration ?? {}) as {
      externalIdForStack: { externalId: string; assumeRolePolicyStatement: string };
    };
    expect(externalIdForStack.externalId).to.equal(`acme@${id}@network@read`);
    expect(JSON.parse(externalIdForStack.assumeRolePolicyStatement)).to.have.nested.property("Principal.AWS");
  });

  const doors: [what: string, condition: object | undefined, refusal: string | undefined][] = [
    ["opens with the external id and not without", anyStackOfAcme, undefined],
    ["asks for another external id", { StringLike: { "sts:ExternalId": "other@*" } }, trustRefusal],
    ["opens without an external id too", undefined, trustRefusal],
  ];
  for (const [index, [what, condition, refusal]] of doors.entries()) {
    it(`${refusal === undefined ? "attaches" : "refuses to attach"} a role that ${what}`, async () => {
      const api = await host.start();
      const { id } = api.click({ name: what, roleArn: await host.role(`Door${index}`, condition) });
      expect(await errorOf(attachment(api, id, "network"))).to.equal(refusal);
      expect(api.attachments()).to.have.length(refusal === undefined ? 1 : 0);
      expect((await api.run("network", "write").catch(() => undefined)) !== undefined).to.equal(refusal === undefined);
    });
  }

  it("meets a role that is not there, and an ARN that is none, with the same words", async () => {
    for (const roleArn of ["arn:aws:iam::111111111111:role/NotThere", "nonsense"]) {
      const { id } = spacelift.click({ name: roleArn, roleArn });
      expect(await errorOf(attachment(spacelift, id, "network"))).to.equal(trustRefusal);
    }
  });

  it("asks both external ids of a stack where they follow the phase", async () => {
    const api = await host.start({ suffixes: "phase" });
    const { id } = api.click({ name: "phases", roleArn: await host.role("Phases", anyStackOfAcme) });
    const only = (suffix: string) =>
      host.role("Phases", { StringEquals: { "sts:ExternalId": `acme@${id}@network@${suffix}` } });
    await only("write");
    expect(await errorOf(attachment(api, id, "network"))).to.equal(trustRefusal);
    expect(await errorOf(attachment(api, id, "network", false, true))).to.equal(undefined);
    expect(await api.run("network", "write")).to.have.property("keys");
  });

  it("tags sessions only where the trust policy lets it", async () => {
    const api = await host.start();
    const roleArn = await host.role("Tagged", anyStackOfAcme);
    const { id } = api.click({ name: "tagged", roleArn, tagAssumeRole: true });
    expect(await errorOf(attachment(api, id, "network"))).to.equal(trustRefusal);
    await host.role("Tagged", anyStackOfAcme, ["sts:AssumeRole", "sts:TagSession"]);
    expect(await errorOf(attachment(api, id, "network"))).to.equal(undefined);
  });

  it("asks nothing of a role that workers assume", async () => {
    const api = await host.start();
    const settings = {
      name: "worker",
      roleArn: "arn:aws:iam::111111111111:role/Theirs",
      generateCredentialsInWorker: true,
    };
    expect(await errorOf(attachment(api, api.click(settings).id, "network"))).to.equal(undefined);
  });

  it("keeps its own rules about attachments, spaces and labels", async () => {
    const api = await host.start();
    const roleArn = await host.role("Rules", anyStackOfAcme);
    const [one, two] = ["one", "two"].map((name) => api.click({ name, roleArn }).id);
    expect(await errorOf(attachment(api, one ?? "", "network", true, false))).to.equal(undefined);
    expect(await errorOf(attachment(api, one ?? "", "network"))).to.contain("already attached");
    expect(await errorOf(attachment(api, two ?? "", "network"))).to.contain("attached for read");
    expect(await errorOf(attachment(api, two ?? "", "apps", false, false))).to.contain("at least one");
    const remove = "mutation ($id: ID!) { awsIntegrationDelete(id: $id) { id } }";
    expect(await errorOf(ask(api, remove, { id: one }))).to.contain("attached to network");
    const move = `mutation ($id: ID!, $roleArn: String!) { awsIntegrationUpdate(id: $id, name: "one", roleArn: $roleArn,
      generateCredentialsInWorker: false, externalID: "", durationSeconds: 3600, labels: [], space: "legacy") { id } }`;
    expect(await errorOf(ask(api, move, { id: one, roleArn }))).to.contain("while it is attached");
    const labelled = api.click({ name: "labelled", roleArn, labels: ["autoattach:shared"], autoattachEnabled: true });
    const auto = api.attachments().filter(({ integrationId }) => integrationId === labelled.id);
    expect(auto.map(({ stackId, isAutoattached }) => [stackId, isAutoattached])).to.deep.equal([["apps", true]]);
    expect(await errorOf(ask(api, remove, { id: labelled.id }))).to.equal(undefined);
  });
});
