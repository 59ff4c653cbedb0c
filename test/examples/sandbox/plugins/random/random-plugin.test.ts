import { expect } from "chai";
import { type PluginServer, servePlugin } from "../../../../../examples/sandbox/plugins/kernel/plugin-server";
import type { Properties } from "../../../../../examples/sandbox/plugins/kernel/property-values";
import { randomPlugin } from "../../../../../examples/sandbox/plugins/random/random-plugin";
import { PluginClient, refusalOf } from "../support/plugin-client";

const types = {
  id: "random:index/randomId:RandomId",
  uuid: "random:index/randomUuid:RandomUuid",
  text: "random:index/randomString:RandomString",
  password: "random:index/randomPassword:RandomPassword",
};

describe("the random stand-in", () => {
  let server: PluginServer;
  let plugin: PluginClient;

  before(async () => {
    server = await servePlugin(randomPlugin());
    plugin = new PluginClient(server.port);
    await plugin.configure({}, "random");
  });

  after(async () => {
    plugin.close();
    await server.close();
  });

  const make = (type: keyof typeof types, given: Properties) => plugin.make(types[type], "r", given);
  const refusal = (type: keyof typeof types, given: Properties) => refusalOf(make(type, given));

  it("draws an id and writes it in all its ways", async () => {
    const { id, state } = await make("id", { byteLength: 8, prefix: "acme-" });
    const bytes = Buffer.from(id, "base64url");
    expect(bytes).to.have.length(8);
    expect(state).to.include({
      hex: `acme-${bytes.toString("hex")}`,
      b64Url: `acme-${id}`,
      b64Std: `acme-${bytes.toString("base64")}`,
      dec: `acme-${BigInt(`0x${bytes.toString("hex")}`)}`,
    });
  });

  it("draws a UUID", async () => {
    const { id, state } = await make("uuid", {});
    expect(state.result)
      .to.equal(id)
      .and.to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("draws text of the characters and the least numbers of each kind asked for", async () => {
    const given = { length: 20, special: false, minUpper: 5, minNumeric: 5 };
    const { id, state } = await make("text", given);
    expect(state.result)
      .to.equal(id)
      .and.to.match(/^[A-Za-z0-9]{20}$/);
    expect(id.match(/[A-Z]/g) ?? []).to.have.length.at.least(5);
    expect(id.match(/[0-9]/g) ?? []).to.have.length.at.least(5);
    const digits = await make("text", { length: 6, lower: false, upper: false, special: false });
    expect(digits.id).to.match(/^\d{6}$/);
    const only = await make("text", { length: 6, lower: false, upper: false, numeric: false, overrideSpecial: "_" });
    expect(only.id).to.equal("______");
  });

  it("gives a password an id that says nothing of it", async () => {
    const { id, state } = await make("password", { length: 16 });
    expect(id).to.equal("none");
    expect(String(state.result)).to.have.length(16);
  });

  it("finds no change in a refresh, and replaces for any other input", async () => {
    const made = await make("password", { length: 16 });
    const found = await plugin.read(made);
    expect(found?.state).to.deep.equal(made.state);
    expect((await plugin.diff({ ...made, inputs: found?.inputs ?? {} }, made.inputs)).getDiffsList()).to.deep.equal([]);
    const longer = await plugin.diff(made, { length: 17, keepers: { a: "1" } });
    expect(longer.getReplacesList()).to.have.members(["length", "keepers"]);
    await plugin.delete(made);
  });

  it("refuses what cannot be drawn", async () => {
    expect(await refusal("id", { byteLength: 0 })).to.contain("byte_length value must be at least 1");
    expect(await refusal("text", { length: 3, minLower: 2, minUpper: 2 })).to.contain(
      "must be at least sum of min_upper",
    );
    const nothing = { length: 3, lower: false, upper: false, numeric: false, special: false };
    expect(await refusal("text", nothing)).to.contain("At least one of special, upper, lower, numeric must be true");
    expect(await refusal("uuid", { length: 3 })).to.contain('does not implement "length"');
    const imported = { type: types.uuid, name: "r", id: "x", inputs: {}, state: {} };
    expect(await refusalOf(plugin.read(imported))).to.contain("does not import");
  });
});
