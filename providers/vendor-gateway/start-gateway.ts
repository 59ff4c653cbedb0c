import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { createHandler, type HandlerOptions } from "../handlers";
import type { ResourceHandler } from "../resource-handler";
import { type ResourceKind, resourceKinds } from "../resource-kind";
import { shimText } from "../shim";
import { serveResources } from "./serve-resources";

/** Options of {@link startVendorGateway}. */
export interface VendorGatewayOptions extends HandlerOptions {
  /** Makes the handler of each kind; those of this package by default. */
  createHandler?: (kind: ResourceKind, options: HandlerOptions) => ResourceHandler;
  /** Runs the work for one resource of a stack, so that whatever it does is known to belong there. Default: just runs it. */
  within?<Result>(stack: string, work: () => Promise<Result>): Promise<Result>;
}

/** A running vendor gateway. */
export interface VendorGateway {
  /** Port on 127.0.0.1: give it to the CLI as `PULUMI_DEBUG_PROVIDERS=pulumi-nodejs:<port>`. */
  readonly port: number;
  /** Takes no more calls, lets those in flight finish, and stops. */
  close(): Promise<void>;
}

// The engine's own limit: a resource may be as large as it allows.
const messageLimitBytes = 400 * 1024 * 1024;

/**
 * Serves the vendor resources of any number of stacks from this process, in place of one dynamic provider process per
 * stack.
 *
 * So one rate limit per vendor holds for all of them, and the vendor token stays in this process. State is the same
 * with and without it: plain `pulumi up` works on a stack that went through a gateway, and the other way round. Listens
 * on the loopback interface only.
 */
export async function startVendorGateway(options: VendorGatewayOptions = {}): Promise<VendorGateway> {
  const { createHandler: create = createHandler, within, ...handlers } = options;
  const makeHandler = (kind: ResourceKind) => create(kind, handlers);
  const server = new grpc.Server({
    "grpc.max_receive_message_length": messageLimitBytes,
    "grpc.max_send_message_length": messageLimitBytes,
  });
  server.addService(ResourceProviderService, serveResources(handlerByText(makeHandler), within));
  const port = await bind(server);
  return { port, close: () => shutDown(server) };
}

function handlerByText(create: (kind: ResourceKind) => ResourceHandler): (providerText: unknown) => ResourceHandler {
  const handlers = new Map<unknown, ResourceHandler>(resourceKinds.map((kind) => [shimText(kind), create(kind)]));
  return (providerText) => {
    const handler = handlers.get(providerText);
    if (!handler) {
      throw new Error(
        "This dynamic resource is not one of pulumi-cross-account, and a fleet runs no code out of stack state. Keep other dynamic resources in a stack of their own and use plain `pulumi up` there.",
      );
    }
    return handler;
  };
}

function bind(server: grpc.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) {
        reject(new Error(`The vendor gateway cannot listen on 127.0.0.1: ${error.message}`, { cause: error }));
      } else {
        resolve(port);
      }
    });
  });
}

function shutDown(server: grpc.Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.tryShutdown((error) => (error ? reject(error) : resolve()));
  });
}
