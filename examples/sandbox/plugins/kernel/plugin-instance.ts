import type * as rpc from "@pulumi/pulumi/proto/provider_pb";
import {
  type CheckResponse,
  ConfigureResponse,
  type CreateResponse,
  DiffResponse,
  InvokeResponse,
  type ReadResponse,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { NotImplemented } from "./failures";
import type { Plugin, PluginFunction, ResourceType } from "./plugin";
import { hasUnknown, type Properties, readProperties, sameValue, writeProperties } from "./property-values";
import * as calls from "./resource-calls";

/** One provider of one engine: the plugin with one configuration. */
export class PluginInstance<Session> {
  private session: Session | undefined;

  constructor(private readonly plugin: Plugin<Session>) {}

  checkConfig(request: rpc.CheckRequest): CheckResponse {
    return calls.checkResponse(this.plugin.checkConfiguration(readProperties(request.getNews())));
  }

  /** Never asks for replacing: every resource of the provider would go with it. */
  diffConfig(request: rpc.DiffRequest): DiffResponse {
    const response = new DiffResponse();
    const same = sameValue(readProperties(request.getOldInputs()), readProperties(request.getNews()));
    response.setChanges(same ? DiffResponse.DiffChanges.DIFF_NONE : DiffResponse.DiffChanges.DIFF_SOME);
    return response;
  }

  async configure(request: rpc.ConfigureRequest): Promise<ConfigureResponse> {
    this.session = await this.plugin.configure(configurationOf(request));
    const response = new ConfigureResponse();
    response.setSupportspreview(true);
    response.setSupportsAutonamingConfiguration(true);
    return response;
  }

  check(request: rpc.CheckRequest): CheckResponse {
    return calls.check(this.typeOf(request), request, this.configured());
  }

  diff(request: rpc.DiffRequest): DiffResponse {
    return calls.diff(this.typeOf(request), request);
  }

  async create(request: rpc.CreateRequest): Promise<CreateResponse> {
    return calls.create(this.typeOf(request), request, this.configured());
  }

  async read(request: rpc.ReadRequest): Promise<ReadResponse> {
    return calls.read(this.typeOf(request), request, this.configured());
  }

  async update(request: rpc.UpdateRequest): Promise<UpdateResponse> {
    return calls.update(this.typeOf(request), request, this.configured());
  }

  async delete(request: rpc.DeleteRequest): Promise<Empty> {
    const state = readProperties(request.getProperties());
    await this.typeOf(request).delete(request.getId(), state, this.configured());
    return new Empty();
  }

  async invoke(request: rpc.InvokeRequest): Promise<InvokeResponse> {
    const called = this.functionOf(request.getTok());
    const args = readProperties(request.getArgs());
    const response = new InvokeResponse();
    if (hasUnknown(args)) return response;
    const unsupported = Object.keys(args).filter((name) => !called.takes.includes(name));
    if (unsupported.length > 0) {
      throw new Error(`the sandbox's stand-in does not implement ${unsupported.map((name) => `"${name}"`).join(", ")}`);
    }
    response.setReturn(writeProperties(await called.call(args, this.configured())));
    return response;
  }

  private typeOf(request: { getUrn(): string; getType(): string }): ResourceType<Session> {
    const token = request.getType() || request.getUrn().split("::")[2]?.split("$").pop();
    const type = this.plugin.resources.find((candidate) => candidate.token === token);
    if (!type) throw new NotImplemented(`The sandbox's stand-in of the ${this.plugin.name} plugin has no ${token}`);
    return type;
  }

  private functionOf(token: string): PluginFunction<Session> {
    const found = this.plugin.functions.find((candidate) => candidate.token === token);
    if (!found) throw new NotImplemented(`The sandbox's stand-in of the ${this.plugin.name} plugin has no ${token}`);
    return found;
  }

  private configured(): Session {
    if (this.session === undefined) {
      throw new Error(`this connection to the ${this.plugin.name} plugin was not configured, or is closed already`);
    }
    return this.session;
  }
}

// Keys come as `aws:config:region`. The request's other field, args, holds the same with secrets wrapped.
function configurationOf(request: rpc.ConfigureRequest): Properties {
  const given: Properties = {};
  for (const [key, value] of request.getVariablesMap().toObject()) given[key.split(":").pop() ?? key] = value;
  return given;
}
