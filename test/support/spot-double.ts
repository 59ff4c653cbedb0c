import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as the double saw it. */
export interface SeenRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  authorization: string | undefined;
}

/** An answer to put in place of the double's own. */
export interface CannedAnswer {
  status?: number;
  /** Text is sent as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Do what was asked first, then answer this. */
  afterDoing?: boolean;
  /** Break the connection instead of answering. */
  drop?: boolean;
}

interface DoubleAccount {
  accountId: string;
  name: string;
  awsAccountId?: string;
  roleArn?: string;
}

/** What to answer in place of the double; a promise holds the request up. */
export type Interference = (request: SeenRequest) => CannedAnswer | undefined | Promise<CannedAnswer | undefined>;

/** A Spot that keeps accounts in memory and never calls AWS: for the wire and for the order of calls only. */
export interface SpotDouble {
  readonly endpoint: string;
  readonly accounts: DoubleAccount[];
  readonly seen: SeenRequest[];
  /** Asked for each request; answers it when it returns something. */
  interfere: Interference;
  /** `POST /setup/account`, without query, of all requests. */
  calls(): string[];
  reset(): void;
  close(): Promise<void>;
}

/** Starts a double on a free port of the loopback interface. */
export async function startSpotDouble(): Promise<SpotDouble> {
  const double = { accounts: [] as DoubleAccount[], seen: [] as SeenRequest[], interfere: noInterference };
  let minted = 0;
  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming);
    double.seen.push(request);
    const canned = await double.interfere(request);
    const own = canned && !canned.afterDoing ? undefined : serve(double.accounts, request, () => ++minted);
    if (canned?.drop) {
      incoming.socket.destroy();
      return;
    }
    const { status = 200, body } = canned ?? own ?? {};
    outgoing.writeHead(status, { "content-type": "application/json", ...canned?.headers });
    outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  const endpoint = await listen(server);
  return Object.assign(double, {
    endpoint,
    calls: () => double.seen.map(({ method, path }) => `${method} ${path}`),
    reset: () => {
      double.accounts.length = 0;
      double.seen.length = 0;
      double.interfere = noInterference;
      minted = 0;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** Spot's envelope of a good answer. */
export function success(items: unknown[] = []): CannedAnswer {
  const response = { status: { code: 200, message: "OK" }, kind: "spotinst:setup", items, count: items.length };
  return { status: 200, body: { request: { id: "req-ok" }, response } };
}

/** Spot's envelope of a bad answer. */
export function refusal(status: number, code: string, message: string, field?: string): CannedAnswer {
  const response = { status: { code: status, message: "Bad" }, errors: [{ code, message, ...(field && { field }) }] };
  return { status, body: { request: { id: "req-bad" }, response } };
}

/** Spot's answer when a rate limit is passed: another shape than all others. */
export function rateLimited(resetSeconds: number): CannedAnswer {
  return {
    status: 429,
    headers: { "x-ratelimit-limit": "10", "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(resetSeconds) },
    body: { request: { id: "req-429" }, response: { status: { code: 429 }, data: "Rate limit exceeded" } },
  };
}

const noInterference: Interference = () => undefined;

function serve(accounts: DoubleAccount[], request: SeenRequest, next: () => number): CannedAnswer {
  const { method, path, query } = request;
  const body = request.body as { account?: { name: string }; credentials?: { iamRole: string } } | undefined;
  const accountId = query.accountId ?? path.match(/^\/setup\/account\/(.+)$/)?.[1];
  const account = accounts.find((candidate) => candidate.accountId === accountId);
  if (path === "/setup/account" && method === "GET") {
    const listed = accounts.filter((one) => !query.cloudAccountId || one.awsAccountId === query.cloudAccountId);
    // The types differ from those of create on purpose: Spot's do.
    return success(
      listed.map((one) => ({
        accountId: one.accountId,
        name: one.name,
        organizationId: 606,
        providerExternalId: one.awsAccountId ?? null,
      })),
    );
  }
  if (path === "/setup/account" && method === "POST") {
    const created = { accountId: `act-${String(next()).padStart(8, "0")}`, name: body?.account?.name ?? "" };
    accounts.push(created);
    return success([{ id: created.accountId, name: created.name, organizationId: "606" }]);
  }
  if (!account) {
    return refusal(400, "Account_DOESNT_EXIST", `Account ${accountId} doesn't exist`);
  }
  if (path === "/setup/credentials/aws/externalId" && method === "POST") {
    return success([{ externalId: `ext-${next()}-of-${accountId}`, maxValidUntil: "2030-01-01T00:00:00.000Z" }]);
  }
  if (path === "/setup/credentials/aws" && method === "POST") {
    account.roleArn = body?.credentials?.iamRole ?? "";
    account.awsAccountId = account.roleArn.split(":")[4] ?? "";
    return success();
  }
  if (path === "/setup/credentials/aws" && method === "GET") {
    return success(account.roleArn ? [{ iamRole: account.roleArn, accountId }] : []);
  }
  if (method === "PUT") {
    account.name = body?.account?.name ?? "";
    return success();
  }
  accounts.splice(accounts.indexOf(account), 1);
  return success();
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  const url = new URL(incoming.url ?? "/", "http://double");
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  return {
    method: incoming.method ?? "",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: text === "" ? undefined : JSON.parse(text),
    authorization: incoming.headers.authorization,
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}
