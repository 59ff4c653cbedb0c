import { promisify } from "node:util";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
  type Properties,
  readProperties,
  writeProperties,
} from "../../../../../examples/sandbox/plugins/kernel/property-values";

/** A resource as the engine remembers it. */
export interface Remembered {
  type: string;
  name: string;
  id: string;
  inputs: Properties;
  state: Properties;
}

/** What a Check answers. */
export interface Checked {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

/** Speaks to a plugin as the engine does, over one connection of its own. */
export class PluginClient {
  private readonly client: ResourceProviderClient;

  constructor(port: number) {
    // A connection of its own: gRPC shares one between clients of the same address otherwise.
    const options = { "grpc.use_local_subchannel_pool": 1 };
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), options);
  }

  handshake(): Promise<rpc.ProviderHandshakeResponse> {
    return this.call("handshake", new rpc.ProviderHandshakeRequest());
  }

  async version(): Promise<string> {
    return (await this.call<PluginInfo>("getPluginInfo", new Empty())).getVersion();
  }

  async checkConfig(news: Properties): Promise<Checked> {
    const request = new rpc.CheckRequest();
    request.setNews(writeProperties(news));
    return checked(await this.call("checkConfig", request));
  }

  async configure(variables: Record<string, string>, pkg = "aws"): Promise<void> {
    const request = new rpc.ConfigureRequest();
    for (const [key, value] of Object.entries(variables)) request.getVariablesMap().set(`${pkg}:config:${key}`, value);
    await this.call("configure", request);
  }

  async check(
    type: string,
    name: string,
    news: Properties,
    more: { olds?: Properties; seed?: string; autonaming?: [name: string, mode: 0 | 1 | 2] } = {},
  ): Promise<Checked> {
    const request = new rpc.CheckRequest();
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setNews(writeProperties(news));
    request.setOlds(writeProperties(more.olds ?? {}));
    request.setRandomseed(Buffer.from(more.seed ?? "seed"));
    if (more.autonaming) {
      const options = new rpc.CheckRequest.AutonamingOptions();
      options.setProposedName(more.autonaming[0]);
      options.setMode(more.autonaming[1]);
      request.setAutonaming(options);
    }
    return checked(await this.call("check", request));
  }

  async diff(old: Remembered, news: Properties): Promise<rpc.DiffResponse> {
    const request = new rpc.DiffRequest();
    request.setId(old.id);
    request.setUrn(urnOf(old.type, old.name));
    request.setOlds(writeProperties(old.state));
    request.setOldInputs(writeProperties(old.inputs));
    request.setNews(writeProperties(news));
    return this.call("diff", request);
  }

  /** Checks inputs and creates the resource. @throws Error with the reasons when the check refuses. */
  async make(type: string, name: string, given: Properties): Promise<Remembered> {
    const { inputs, failures } = await this.check(type, name, given);
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return this.create(type, name, inputs);
  }

  async create(type: string, name: string, inputs: Properties, preview = false): Promise<Remembered> {
    const request = new rpc.CreateRequest();
    request.setUrn(urnOf(type, name));
    request.setProperties(writeProperties(inputs));
    request.setPreview(preview);
    const response = await this.call<rpc.CreateResponse>("create", request);
    return { type, name, id: response.getId(), inputs, state: readProperties(response.getProperties()) };
  }

  /** Refreshes a resource; undefined when it is gone. */
  async read(old: Remembered): Promise<Remembered | undefined> {
    const request = new rpc.ReadRequest();
    request.setId(old.id);
    request.setUrn(urnOf(old.type, old.name));
    request.setProperties(writeProperties(old.state));
    request.setInputs(writeProperties(old.inputs));
    const response = await this.call<rpc.ReadResponse>("read", request);
    if (response.getId() === "") return undefined;
    const [state, inputs] = [readProperties(response.getProperties()), readProperties(response.getInputs())];
    return { ...old, id: response.getId(), state, inputs };
  }

  /** Checks new inputs against the old ones and updates the resource. */
  async change(old: Remembered, given: Properties): Promise<Remembered> {
    const { inputs, failures } = await this.check(old.type, old.name, given, { olds: old.inputs });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    const request = new rpc.UpdateRequest();
    request.setId(old.id);
    request.setUrn(urnOf(old.type, old.name));
    request.setOlds(writeProperties(old.state));
    request.setOldInputs(writeProperties(old.inputs));
    request.setNews(writeProperties(inputs));
    const response = await this.call<rpc.UpdateResponse>("update", request);
    return { ...old, inputs, state: readProperties(response.getProperties()) };
  }

  async delete(old: Remembered): Promise<void> {
    const request = new rpc.DeleteRequest();
    request.setId(old.id);
    request.setUrn(urnOf(old.type, old.name));
    request.setProperties(writeProperties(old.state));
    await this.call("delete", request);
  }

  async invoke(token: string, args: Properties = {}): Promise<Properties> {
    const request = new rpc.InvokeRequest();
    request.setTok(token);
    request.setArgs(writeProperties(args));
    return readProperties((await this.call<rpc.InvokeResponse>("invoke", request)).getReturn());
  }

  async cancel(): Promise<void> {
    await this.call("cancel", new Empty());
  }

  close(): void {
    this.client.close();
  }

  private call<Response>(method: keyof ResourceProviderClient, request: unknown): Promise<Response> {
    const send = this.client[method] as (
      request: unknown,
      callback: (error: ServiceError | null, response: Response) => void,
    ) => void;
    return promisify<unknown, Response>(send.bind(this.client))(request);
  }
}

/** What a call failed with, as a person reads it; throws when it did not fail. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => undefined,
    (error: Error & { details?: string }) => error.details ?? error.message,
  );
  if (outcome === undefined) throw new Error("the call succeeded");
  return outcome;
}

function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::plugins::${type}::${name}`;
}

function checked(response: rpc.CheckResponse): Checked {
  return {
    inputs: readProperties(response.getInputs()),
    failures: response
      .getFailuresList()
      .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() })),
  };
}
