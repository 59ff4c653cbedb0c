import * as grpc from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PartialFailure, type Properties, type ResourceHandler } from "../../../providers/resource-handler";
import { shimText } from "../../../providers/shim";
import { startVendorGateway, type VendorGateway } from "../../../providers/vendor-gateway/start-gateway";

const provider = shimText("SpotAccount");
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("the vendor gateway", () => {
  let gateway: VendorGateway;
  let client: ResourceProviderClient;
  let handler: ResourceHandler;

  beforeEach(async () => {
    handler = echoHandler();
    gateway = await startVendorGateway({
      createHandler: (kind) => (kind === "SpotAccount" ? handler : echoHandler()),
    });
    client = new ResourceProviderClient(`127.0.0.1:${gateway.port}`, grpc.credentials.createInsecure());
  });
  afterEach(async () => {
    client.close();
    await gateway.close();
  });

  const check = (olds: Properties, news: Properties) =>
    call<messages.CheckResponse>((done) =>
      client.check(new messages.CheckRequest().setOlds(struct(olds)).setNews(struct(news)), done),
    );
  const create = (inputs: Properties) =>
    call<messages.CreateResponse>((done) =>
      client.create(new messages.CreateRequest().setProperties(struct(inputs)), done),
    );

  it("is attached to, described and configured like the stock provider", async () => {
    await call<Empty>((done) => client.attach(new PluginAttach().setAddress("127.0.0.1:1"), done));
    const info = await call<{ getVersion(): string }>((done) => client.getPluginInfo(new Empty(), done));
    const configured = await call<messages.ConfigureResponse>((done) =>
      client.configure(new messages.ConfigureRequest().setArgs(struct({})), done),
    );

    expect(info.getVersion()).to.match(/^3\.\d+\.\d+$/);
    expect([
      configured.getAcceptsecrets(),
      configured.getAcceptresources(),
      configured.getAcceptoutputs(),
      configured.getSupportspreview(),
    ]).to.deep.equal([false, false, false, false]);
    await call<Empty>((done) => client.cancel(new Empty(), done));
  });

  it("answers UNIMPLEMENTED to what the stock provider does not implement", async () => {
    for (const attempt of [
      call((done) => client.checkConfig(new messages.CheckRequest(), done)),
      call((done) => client.diffConfig(new messages.DiffRequest(), done)),
      call((done) => client.handshake(new messages.ProviderHandshakeRequest(), done)),
    ]) {
      expect(await failureOf(attempt)).to.include({ code: grpc.status.UNIMPLEMENTED });
    }
  });

  it("hands a call to the handler of the kind and keeps the shim in what is stored", async () => {
    const created = await create({ name: "one", __provider: provider });
    const updated = await call<messages.UpdateResponse>((done) => {
      const request = new messages.UpdateRequest().setId("id-1").setOlds(struct({ name: "one", __provider: provider }));
      client.update(request.setNews(struct({ name: "two", __provider: provider })), done);
    });
    const read = await call<messages.ReadResponse>((done) => {
      const request = new messages.ReadRequest().setId("id-1");
      client.read(request.setProperties(struct({ name: "two", __provider: provider })), done);
    });

    expect(created.getId()).to.equal("id of one");
    expect(created.getProperties()?.toJavaScript()).to.deep.equal({ made: "one", __provider: provider });
    expect(updated.getProperties()?.toJavaScript()).to.deep.equal({ made: "two", before: "one", __provider: provider });
    expect(read.getId()).to.equal("id-1");
    expect(read.getProperties()?.toJavaScript()).to.deep.equal({ name: "two", __provider: provider });
  });

  it("reports a resource that is gone by an empty id", async () => {
    handler.read = async () => ({});

    const read = await call<messages.ReadResponse>((done) =>
      client.read(new messages.ReadRequest().setId("id-1").setProperties(struct({ __provider: provider })), done),
    );

    expect(read.getId()).to.equal("");
  });

  it("passes on checked inputs and what is wrong with them", async () => {
    handler.check = async (_olds, news) => ({
      inputs: { ...news, added: true },
      failures: [{ property: "name", reason: "is taken" }],
    });

    const checked = await check({}, { name: "one", __provider: provider });

    expect(checked.getInputs()?.toJavaScript()).to.deep.equal({ name: "one", added: true, __provider: provider });
    expect(checked.getFailuresList().map((failure) => failure.toObject())).to.deep.equal([
      { property: "name", reason: "is taken" },
    ]);
  });

  it("finds the handler of a preview in which even the shim is unknown by the stored one", async () => {
    const checked = await check({ __provider: provider }, { name: unknown, __provider: unknown });

    expect(checked.getInputs()?.toJavaScript()).to.deep.equal({ name: unknown, __provider: unknown });
  });

  it("tells what a change comes to", async () => {
    handler.diff = async (id, olds, news) => ({
      changes: id === "id-1" && olds.name !== news.name,
      replaces: ["name"],
      deleteBeforeReplace: true,
    });
    const diff = async (name: string) =>
      call<messages.DiffResponse>((done) => {
        const request = new messages.DiffRequest().setId("id-1").setOlds(struct({ name: "one", __provider: provider }));
        client.diff(request.setNews(struct({ name, __provider: provider })), done);
      });

    const some = await diff("two");
    expect(some.getChanges()).to.equal(messages.DiffResponse.DiffChanges.DIFF_SOME);
    expect(some.getReplacesList()).to.deep.equal(["name"]);
    expect(some.getDeletebeforereplace()).to.equal(true);
    expect((await diff("one")).getChanges()).to.equal(messages.DiffResponse.DiffChanges.DIFF_NONE);
  });

  it("passes on the message of a failure, without a stack", async () => {
    handler.delete = async () => {
      throw new Error("the vendor says no");
    };

    const error = await failureOf(
      call((done) => client.delete(new messages.DeleteRequest().setProperties(struct({ __provider: provider })), done)),
    );

    expect(error).to.include({ code: grpc.status.UNKNOWN, details: "the vendor says no" });
    expect(error.metadata.get("grpc-status-details-bin")).to.deep.equal([]);
  });

  it("carries what a partial failure left behind, for the engine to record", async () => {
    handler.create = async () => {
      throw new PartialFailure("act-1", { name: "one", __provider: provider }, "linked only half");
    };

    const error = await failureOf(create({ name: "one", __provider: provider }));

    const [header] = error.metadata.get("grpc-status-details-bin");
    const [packed] = Status.deserializeBinary(header as Buffer).getDetailsList();
    expect(packed?.getTypeName()).to.equal("pulumirpc.ErrorResourceInitFailed");
    const detail = messages.ErrorResourceInitFailed.deserializeBinary(packed?.getValue_asU8() ?? new Uint8Array());
    expect(detail.getId()).to.equal("act-1");
    expect(detail.getReasonsList()).to.deep.equal(["linked only half"]);
    expect(detail.getProperties()?.toJavaScript()).to.deep.equal({ name: "one", __provider: provider });
  });

  it("refuses any other provider text cleanly, and evaluates none", async () => {
    const hostile = `exports.handler = () => { process.exit(7); };`;

    for (const text of [hostile, `${provider} `, undefined, 7]) {
      const error = await failureOf(create({ ...(text === undefined ? {} : { __provider: text }) }));
      expect(error.details).to.contain("not one of pulumi-cross-account").and.to.contain("plain `pulumi up`");
    }
    expect((await create({ name: "one", __provider: provider })).getId()).to.equal("id of one");
  });

  it("serves many calls at once and mixes up none of them", async () => {
    const waiting: (() => void)[] = [];
    handler.create = async (inputs) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { id: `id of ${inputs.name}`, outs: {} };
    };
    const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
    const calls = names.map((name) => create({ name, __provider: provider }));
    while (waiting.length < names.length) {
      await new Promise(setImmediate);
    }
    for (const release of waiting.reverse()) {
      release();
    }

    expect((await Promise.all(calls)).map((created) => created.getId())).to.deep.equal(
      names.map((name) => `id of ${name}`),
    );
  });

  it("lets a call in flight finish before it closes, and takes no new one", async () => {
    let release = () => {};
    let started = () => {};
    const inFlight = new Promise<void>((resolve) => {
      started = resolve;
    });
    handler.create = async () => {
      started();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return { id: "id-1", outs: {} };
    };
    const created = create({ __provider: provider });
    await inFlight;

    const closed = gateway.close();
    release();

    expect((await created).getId()).to.equal("id-1");
    await closed;
    expect(await failureOf(create({ __provider: provider }))).to.include({ code: grpc.status.UNAVAILABLE });
  });
});

function echoHandler(): ResourceHandler {
  return {
    check: async (_olds, news) => ({ inputs: news, failures: [] }),
    diff: async () => ({ changes: false }),
    create: async (inputs) => ({ id: `id of ${inputs.name}`, outs: { made: inputs.name, leftOut: undefined } }),
    read: async (id, props) => ({ id, props }),
    update: async (_id, olds, news) => ({ outs: { made: news.name, before: olds.name } }),
    delete: async () => {},
  };
}

function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

function call<Response>(
  send: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error ? reject(error) : resolve(response)));
  });
}

async function failureOf(attempt: Promise<unknown>): Promise<grpc.ServiceError> {
  return attempt.then(
    () => expect.fail("the call succeeded"),
    (error) => error as grpc.ServiceError,
  );
}
