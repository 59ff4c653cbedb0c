import { createServer } from "node:net";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import * as automationServer from "@pulumi/pulumi/automation/server";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { RegisterResourceResponse, SupportsFeatureResponse } from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

type RunAnswer = (error: Error | undefined) => void;

// Left out of the SDK's type declarations.
const { LanguageServer } = automationServer as unknown as {
  LanguageServer: new (program: PulumiFn) => { run(call: { request: RunRequest }, answer: RunAnswer): Promise<void> };
};

/** Where a program finds the two services of its engine. */
export interface Addresses {
  engine: string;
  monitor: string;
}

/** Runs a program as the Automation API does for the CLI; answers `done`, or the error the CLI would be told. */
export function runAgainst({ engine, monitor }: Addresses, program: PulumiFn): Promise<string> {
  const request = new RunRequest();
  request.setProject("acme");
  request.setStack("dev");
  request.setArgsList([engine]);
  request.setMonitorAddress(monitor);
  return new Promise((resolve) => {
    let answered = false;
    // The SDK answers a second time after an error, which gRPC does not send.
    new LanguageServer(program).run({ request }, (error) => {
      if (!answered) resolve(error?.message ?? "done");
      answered = true;
    });
  });
}

/** An address that nobody listens on. */
export function closedPort(): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(`127.0.0.1:${port}`));
    });
  });
}

/** As much of an engine as a program needs that declares nothing. It keeps what it is told to log, as `severity: message (urn)`. */
export async function startSmallEngine() {
  const server = new Server();
  const logs: string[] = [];
  const empty = (_: unknown, callback: (error: null, answer: unknown) => void) => callback(null, new Empty());
  const monitor = {
    supportsFeature: (_: unknown, callback: (error: null, answer: unknown) => void) =>
      callback(null, new SupportsFeatureResponse()),
    registerResource: (_: unknown, callback: (error: null, answer: unknown) => void) => {
      const response = new RegisterResourceResponse();
      response.setUrn("urn:pulumi:dev::acme::pulumi:pulumi:Stack::acme-dev");
      callback(null, response);
    },
    registerResourceOutputs: empty,
    signalAndWaitForShutdown: empty,
  };
  const setRootResource = (_: unknown, callback: (error: null, answer: unknown) => void) =>
    callback(null, new SetRootResourceResponse());
  server.addService(ResourceMonitorService, monitor as unknown as UntypedServiceImplementation);
  const log = ({ request }: { request: LogRequest }, callback: (error: null, answer: unknown) => void) => {
    const severity = Object.keys(LogSeverity).find((key) => LogSeverity[key as "INFO"] === request.getSeverity());
    logs.push(`${severity}: ${request.getMessage()} (${request.getUrn()})`);
    callback(null, new Empty());
  };
  server.addService(EngineService, { log, setRootResource } as unknown as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const address = `127.0.0.1:${port}`;
  return { engine: address, monitor: address, logs, close: () => server.forceShutdown() };
}
