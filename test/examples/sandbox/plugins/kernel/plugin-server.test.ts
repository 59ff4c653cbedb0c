import type { ServiceError } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { expect } from "chai";
import { CreatedInPart } from "../../../../../examples/sandbox/plugins/kernel/failures";
import type { Plugin } from "../../../../../examples/sandbox/plugins/kernel/plugin";
import { type PluginServer, servePlugin } from "../../../../../examples/sandbox/plugins/kernel/plugin-server";
import {
  type Properties,
  readProperties,
  unknownValue,
} from "../../../../../examples/sandbox/plugins/kernel/property-values";
import { PluginClient, type Remembered, refusalOf } from "../support/plugin-client";

const thing = "toy:index:Thing";

interface ToySession {
  owner: string;
  things: Map<string, Properties>;
}

function toyPlugin(): Plugin<ToySession> {
  return {
    name: "toy",
    version: "1.2.3",
    checkConfiguration: (inputs) => ({ inputs, problems: [] }),
    configure: async (given) => ({ owner: String(given.owner), things: new Map() }),
    functions: [{ token: "toy:index:whoAmI", takes: ["loud"], call: async (_, session) => ({ owner: session.owner }) }],
    resources: [
      {
        token: thing,
        naming: { maxLength: 16, takesPrefix: true },
        inputs: {
          name: { kind: "string", replaces: true },
          namePrefix: { kind: "string", replaces: true, local: true },
          colour: {
            kind: "string",
            required: true,
            complaint: (value) => (value === "puce" ? "puce is no colour" : undefined),
          },
          size: { kind: "integer", default: 1 },
          shape: { kind: "json-text" },
          place: { kind: "string", replaces: true },
        },
        outputs: ["serial"],
        async create(inputs, { things, owner }) {
          const id = String(inputs.name);
          const state = { ...inputs, serial: `${owner}-1` };
          things.set(id, state);
          if (inputs.colour === "broken") throw new CreatedInPart({ id, state }, new Error("paint ran out"));
          return { id, state };
        },
        async read(id, _, { things }) {
          const state = things.get(id);
          return state && { id, state };
        },
        async update({ id, from, to }, { things }) {
          things.set(id, { ...from, ...to });
          return { ...from, ...to };
        },
        async delete(id, _, { things }) {
          things.delete(id);
        },
      },
    ],
  };
}

describe("a plugin served to engines", () => {
  let server: PluginServer;
  const clients: PluginClient[] = [];

  const connect = async (owner?: string) => {
    const client = new PluginClient(server.port);
    clients.push(client);
    await client.handshake();
    if (owner !== undefined) await client.configure({ owner }, "toy");
    return client;
  };

  before(async () => {
    server = await servePlugin(toyPlugin());
  });

  after(async () => {
    for (const client of clients) client.close();
    await server.close();
  });

  it("accepts no secrets, resources or outputs, and takes the project's rule for names", async () => {
    const response = await (await connect()).handshake();
    expect(response.toObject()).to.include({
      acceptSecrets: false,
      acceptResources: false,
      acceptOutputs: false,
      supportsAutonamingConfiguration: true,
    });
  });

  it("says which version it is", async () => {
    expect(await (await connect()).version()).to.equal("1.2.3");
  });

  it("keeps the configuration of each connection apart, and Cancel drops that of one", async () => {
    const [ann, bob] = [await connect("ann"), await connect("bob")];
    expect(await ann.invoke("toy:index:whoAmI")).to.deep.equal({ owner: "ann" });
    await bob.cancel();
    expect(await ann.invoke("toy:index:whoAmI")).to.deep.equal({ owner: "ann" });
    expect(await refusalOf(bob.invoke("toy:index:whoAmI"))).to.contain("was not configured");
  });

  it("forgets a connection's configuration when a new engine begins on it", async () => {
    const client = await connect("ann");
    await client.handshake();
    expect(await refusalOf(client.invoke("toy:index:whoAmI"))).to.contain("was not configured");
  });

  it("refuses a type, a function and an argument it does not have", async () => {
    const client = await connect("ann");
    expect(await refusalOf(client.check("toy:index:Other", "x", {}))).to.contain("has no toy:index:Other");
    expect(await refusalOf(client.invoke("toy:index:other"))).to.contain("has no toy:index:other");
    expect(await refusalOf(client.invoke("toy:index:whoAmI", { quiet: true }))).to.contain(
      'does not implement "quiet"',
    );
  });

  it("answers an invoke with nothing when an argument is not known yet", async () => {
    expect(await (await connect("ann")).invoke("toy:index:whoAmI", { loud: unknownValue })).to.deep.equal({});
  });

  describe("when it checks inputs", () => {
    it("names every problem at once", async () => {
      const { failures } = await (await connect("ann")).check(thing, "a", { colour: "puce", size: "big", weight: 3 });
      expect(failures).to.deep.equal([
        {
          property: "weight",
          reason: `the sandbox's stand-in of ${thing} does not implement "weight"; leave it out, or use the real plugin`,
        },
        { property: "colour", reason: "puce is no colour" },
        { property: "size", reason: "expected size to be of kind integer, got string" },
      ]);
    });

    it("says which required input is missing", async () => {
      const { failures } = await (await connect("ann")).check(thing, "a", {});
      expect(failures).to.have.length(1);
      expect(failures[0]?.reason).to.contain('The argument "colour" is required');
    });

    it("adds defaults and a name, and remembers that they are its own", async () => {
      const { inputs } = await (await connect("ann")).check(thing, "a", { colour: "red" });
      expect(inputs).to.include({ colour: "red", size: 1 });
      expect(inputs.name).to.match(/^a-[0-9a-f]{7}$/);
      expect(inputs.__defaults).to.deep.equal(["name", "size"]);
    });

    it("makes the same name from the same seed, another from another, and keeps the one made before", async () => {
      const client = await connect("ann");
      const nameFor = async (seed: string, olds?: Properties) =>
        (await client.check(thing, "a", { colour: "red" }, { seed, olds })).inputs.name;
      const first = await nameFor("one");
      expect(await nameFor("one")).to.equal(first);
      expect(await nameFor("two")).not.to.equal(first);
      expect(await nameFor("two", { name: "a-kept", __defaults: ["name"] })).to.equal("a-kept");
      expect(await nameFor("two", { name: "given-before", __defaults: [] })).to.match(/^a-[0-9a-f]{7}$/);
    });

    it("takes the name the project proposes, and none when naming is turned off", async () => {
      const client = await connect("ann");
      const proposed = await client.check(thing, "a", { colour: "red" }, { autonaming: ["mine", 1] });
      expect(proposed.inputs.name).to.equal("mine");
      const off = await client.check(thing, "a", { colour: "red" }, { autonaming: ["", 2] });
      expect(off.failures[0]?.reason).to.contain("automatic naming is turned off");
    });

    it("refuses a name that would be too long and does not cut it", async () => {
      const { failures } = await (await connect("ann")).check(thing, "a-long-name", { colour: "red" });
      expect(failures[0]?.reason).to.equal("name 'a-long-name-' plus 7 random chars is longer than maximum length 16");
    });

    it("refuses a name together with a prefix", async () => {
      const { failures } = await (await connect("ann")).check(thing, "a", {
        colour: "red",
        name: "n",
        namePrefix: "p",
      });
      expect(failures[0]?.reason).to.contain('"name" conflicts with namePrefix');
    });

    it("makes text of an object, and an unknown of one with an unknown inside", async () => {
      const client = await connect("ann");
      const known = await client.check(thing, "a", { colour: "red", shape: { sides: 3 } });
      expect(known.inputs.shape).to.equal('{"sides":3}');
      const unknown = await client.check(thing, "a", { colour: "red", shape: { sides: unknownValue } });
      expect(unknown.inputs.shape).to.equal(unknownValue);
    });
  });

  describe("when it compares", () => {
    const old: Remembered = {
      type: thing,
      name: "a",
      id: "a",
      inputs: { name: "a", colour: "red", place: "here", __defaults: [] },
      state: {},
    };

    it("finds nothing in the same inputs, whatever their notes", async () => {
      const diff = await (await connect("ann")).diff(old, { ...old.inputs, __defaults: ["size"] });
      expect(diff.toObject()).to.deep.include({
        changes: 1,
        diffsList: [],
        replacesList: [],
        deletebeforereplace: false,
      });
    });

    it("tells each changed input with its kind", async () => {
      const diff = await (await connect("ann")).diff(old, { name: "a", colour: "blue", place: "here", size: 2 });
      expect(diff.getDiffsList()).to.have.members(["colour", "size"]);
      expect(diff.getDetaileddiffMap().get("colour")?.toObject()).to.deep.equal({ kind: 4, inputdiff: true });
      expect(diff.getDetaileddiffMap().get("size")?.toObject()).to.deep.equal({ kind: 0, inputdiff: true });
      expect(diff.getReplacesList()).to.deep.equal([]);
    });

    it("asks to delete first when a replacement keeps a given name, and not when the name was made", async () => {
      const client = await connect("ann");
      const given = await client.diff(old, { ...old.inputs, place: "there" });
      expect(given.getReplacesList()).to.deep.equal(["place"]);
      expect(given.getDeletebeforereplace()).to.equal(true);
      const made = await client.diff(old, { ...old.inputs, place: "there", __defaults: ["name"] });
      expect(made.getDeletebeforereplace()).to.equal(false);
    });
  });

  it("previews a creation with what only the cloud knows left unknown", async () => {
    const made = await (await connect("ann")).create(thing, "a", { colour: "red", name: "a" }, true);
    expect(made.id).to.equal("");
    expect(made.state).to.deep.equal({ colour: "red", name: "a", serial: unknownValue });
  });

  it("finds a resource that is gone to be gone", async () => {
    const client = await connect("ann");
    const made = await client.make(thing, "a", { colour: "red" });
    await client.delete(made);
    expect(await client.read(made)).to.equal(undefined);
  });

  it("keeps a resource that was created in part", async () => {
    const error: ServiceError = await (await connect("ann"))
      .make(thing, "a", { colour: "broken", name: "b" })
      .catch((e) => e);
    expect(error.code).to.equal(status.UNKNOWN);
    expect(error.details).to.contain("paint ran out");
    const [packed] = error.metadata.get("grpc-status-details-bin");
    const details = Status.deserializeBinary(Buffer.from(packed as Buffer)).getDetailsList()[0];
    const failure = ErrorResourceInitFailed.deserializeBinary(details?.getValue_asU8() ?? new Uint8Array());
    expect(failure.getId()).to.equal("b");
    expect(failure.getReasonsList()).to.deep.equal(["paint ran out"]);
    expect(readProperties(failure.getProperties())).to.include({ serial: "ann-1" });
    expect(readProperties(failure.getInputs())).to.include({ colour: "broken", size: 1 });
  });
});
