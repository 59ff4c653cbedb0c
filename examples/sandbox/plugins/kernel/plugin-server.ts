import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ProviderHandshakeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { defaultsKey } from "./checked-inputs";
import { callFailure } from "./failures";
import type { Plugin } from "./plugin";
import { PluginInstance } from "./plugin-instance";
import { readProperties } from "./property-values";

/** A plugin that engines can attach to. */
export interface PluginServer {
  port: number;
  /** Ends every connection, and calls that are under way with them. */
  close(): Promise<void>;
}

// Policies and states can be larger than gRPC's own limit of 4 MiB; this is the engine's.
const longestMessageBytes = 400 * 1024 * 1024;

/**
 * Serves a plugin on a free loopback port to any number of engines and providers at once.
 *
 * An engine opens one connection for each provider instance, so what belongs to an instance is kept by the connection's
 * address, and dropped when the engine says Cancel on it.
 */
export async function servePlugin<Session>(plugin: Plugin<Session>): Promise<PluginServer> {
  const server = new Server({
    "grpc.max_receive_message_length": longestMessageBytes,
    "grpc.max_send_message_length": longestMessageBytes,
  });
  server.addService(ResourceProviderService, callHandlers(plugin));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { port, close: async () => server.forceShutdown() };
}

function callHandlers<Session>(plugin: Plugin<Session>): UntypedServiceImplementation {
  const instances = new Map<string, PluginInstance<Session>>();
  const instanceOf = (peer: string) => {
    const known = instances.get(peer) ?? new PluginInstance(plugin);
    instances.set(peer, known);
    return known;
  };
  // A first call of a connection: an older one from the same port ended without Cancel.
  const begin = (call: { getPeer(): string }) => instances.delete(call.getPeer());

  const answer =
    <Request, Response>(
      verb: string,
      respond: (instance: PluginInstance<Session>, request: Request) => Response | Promise<Response>,
    ): handleUnaryCall<Request, Response> =>
    (call, callback) => {
      const instance = instanceOf(call.getPeer());
      Promise.resolve()
        .then(() => respond(instance, call.request))
        .then((response) => callback(null, response))
        .catch((error: unknown) => callback(callFailure(`${verb} ${subjectOf(call)}`, error, inputsOf(call))));
    };

  const handlers: Partial<IResourceProviderServer> = {
    attach: (call, callback) => {
      begin(call);
      callback(null, new Empty());
    },
    handshake: (call, callback) => {
      begin(call);
      callback(null, handshakeResponse());
    },
    getPluginInfo: (_, callback) => {
      const info = new PluginInfo();
      info.setVersion(plugin.version);
      callback(null, info);
    },
    cancel: (call, callback) => {
      instances.delete(call.getPeer());
      callback(null, new Empty());
    },
    checkConfig: answer("checking the configuration of", (instance, request) => instance.checkConfig(request)),
    diffConfig: answer("comparing the configuration of", (instance, request) => instance.diffConfig(request)),
    configure: answer("configuring", (instance, request) => instance.configure(request)),
    check: answer("checking", (instance, request) => instance.check(request)),
    diff: answer("diffing", (instance, request) => instance.diff(request)),
    create: answer("creating", (instance, request) => instance.create(request)),
    read: answer("refreshing", (instance, request) => instance.read(request)),
    update: answer("updating", (instance, request) => instance.update(request)),
    delete: answer("deleting", (instance, request) => instance.delete(request)),
    invoke: answer("invoking", (instance, request) => instance.invoke(request)),
  };
  return { ...unimplemented(plugin.name), ...handlers } as UntypedServiceImplementation;
}

// What is not served says so in its own words; gRPC would only name the method.
function unimplemented(plugin: string) {
  const handler: handleUnaryCall<unknown, unknown> = (_, callback) =>
    callback({
      code: status.UNIMPLEMENTED,
      details: `the sandbox's stand-in of the ${plugin} plugin has no such call`,
    });
  const methods = ["parameterize", "getSchema", "call", "construct", "getMapping", "getMappings"];
  return Object.fromEntries(methods.map((method) => [method, handler]));
}

function handshakeResponse(): ProviderHandshakeResponse {
  const response = new ProviderHandshakeResponse();
  response.setAcceptSecrets(false);
  response.setAcceptResources(false);
  response.setAcceptOutputs(false);
  response.setSupportsAutonamingConfiguration(true);
  return response;
}

function subjectOf(call: ServerUnaryCall<unknown, unknown>): string {
  const request = call.request as { getUrn?: () => string; getTok?: () => string };
  return request.getUrn?.() || request.getTok?.() || "the provider";
}

// What a creation or update that failed half way was meant to reach.
function inputsOf(call: ServerUnaryCall<unknown, unknown>) {
  const request = call.request as { getNews?: () => Struct | undefined; getProperties?: () => Struct | undefined };
  const { [defaultsKey]: chosen = [], ...inputs } = readProperties(
    (request.getNews ?? request.getProperties)?.call(request),
  );
  return { ...inputs, [defaultsKey]: chosen };
}
