import { Agent } from "node:http";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { describeAwsError } from "./aws-error";
import type { KeySource } from "./credentials";

/** Where a client talks to, and with which keys. */
export interface ClientOptions {
  endpoint: string;
  region: string;
  keys: KeySource;
  maxAttempts?: number;
}

/** Looks at what a client is about to ask, and throws when AWS would refuse it. */
export type RequestRule = (operation: string, input: unknown) => Promise<void>;

// Shared by all clients, so that a run over many accounts does not open a connection for each of them.
const httpAgent = new Agent({ keepAlive: true, maxSockets: 50 });

/** A client of IAM whose errors read as those of the real plugin. */
export function createIamClient(options: ClientOptions, rule: RequestRule = async () => undefined): IAMClient {
  const client = new IAMClient(clientSettings(options));
  client.middlewareStack.add(guard("IAM", rule), { step: "initialize", name: "sandboxRules" });
  return client;
}

/** A client of S3 whose errors read as those of the real plugin. Buckets are in the path: names of loopback have no subdomains. */
export function createS3Client(options: ClientOptions, rule: RequestRule): S3Client {
  const client = new S3Client({ ...clientSettings(options), forcePathStyle: true });
  client.middlewareStack.add(guard("S3", rule), { step: "initialize", name: "sandboxRules" });
  return client;
}

type Call = (args: { input: object }) => Promise<unknown>;

function guard(service: string, rule: RequestRule) {
  return <Next extends Call>(next: Next, context: { commandName?: string }) =>
    (async (args) => {
      const operation = String(context.commandName).replace(/Command$/, "");
      try {
        await rule(operation, args.input);
        return await next(args);
      } catch (error) {
        throw describeAwsError(error, service, operation);
      }
    }) as Next;
}

/** A client of STS. */
export function createStsClient(options: ClientOptions): STSClient {
  return new STSClient(clientSettings(options));
}

function clientSettings({ endpoint, region, keys, maxAttempts = 3 }: ClientOptions) {
  return {
    endpoint,
    region,
    maxAttempts,
    credentials: keys,
    requestHandler: { httpAgent },
    // Said here, so that the clients do not look for them in the files of the machine's user.
    retryMode: "standard",
    defaultsMode: "standard" as const,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
  };
}
