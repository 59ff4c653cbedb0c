import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An account as the Organizations API lists it. */
export interface ListedAccount {
  Id: string;
  Name: string;
  State?: string;
  Status?: string;
  tags?: Record<string, string>;
}

/** A unit with what is in it. */
export interface Unit {
  id: string;
  name: string;
  accounts?: ListedAccount[];
  units?: Unit[];
}

/** How a list is cut into pages. */
export interface Pages {
  /** Entries a page. AWS gives 20 at most. */
  size: number;
  /** Whether the first page of every list is empty, and another follows. */
  startEmpty: boolean;
}

/** All that a client has to be ready for: every list has several pages, and AWS may give an empty one with a token. */
const awkwardPages: Pages = { size: 1, startEmpty: true };

/** What AWS gives as a rule. */
export const fullPages: Pages = { size: 20, startEmpty: false };

/** A server that speaks the JSON protocol of AWS Organizations, and answers STS who the caller is: the management account. */
export interface OrganizationsServer {
  endpoint: string;
  /** Operations asked for, in order. */
  calls: string[];
  /** Accounts whose tags were asked for, once a page. */
  askedForTags: string[];
  /** Answers the next calls of an operation with this error. */
  fail(operation: string, status: number, type: string, times?: number): void;
  close(): Promise<void>;
}

/**
 * Starts the server with a tree of units; its root's name is not used.
 *
 * @param pages How lists are cut. Default: `awkwardPages`.
 */
export async function startOrganizationsServer(
  root: Unit,
  managementId: string,
  pages: Pages = awkwardPages,
): Promise<OrganizationsServer> {
  const calls: string[] = [];
  const askedForTags: string[] = [];
  const failures = new Map<string, { status: number; type: string; times: number }>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.headers["x-amz-target"] === undefined) {
      response.writeHead(200, { "content-type": "text/xml" });
      response.end(callerIdentity(managementId));
      return;
    }
    const operation = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
    const input = JSON.parse(Buffer.concat(chunks).toString() || "{}") as Input;
    calls.push(operation);
    if (input.ResourceId) askedForTags.push(input.ResourceId);
    const failure = failures.get(operation);
    if (failure && failure.times > 0) {
      failure.times -= 1;
      response.writeHead(failure.status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: failure.type, message: "told by the test" }));
      return;
    }
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer(operation, input, { root, managementId, pages })));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    askedForTags,
    fail: (operation, status, type, times = Number.POSITIVE_INFINITY) =>
      void failures.set(operation, { status, type, times }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Input {
  ParentId?: string;
  ResourceId?: string;
  NextToken?: string;
}

function answer(
  operation: string,
  { ParentId, ResourceId, NextToken }: Input,
  { root, managementId, pages }: { root: Unit; managementId: string; pages: Pages },
): object {
  const parent = find(root, ParentId ?? "");
  switch (operation) {
    case "DescribeOrganization":
      return { Organization: { MasterAccountId: managementId } };
    case "ListRoots":
      return { Roots: [{ Id: root.id, Name: "Root" }] };
    case "ListAccountsForParent":
      return page(
        "Accounts",
        (parent?.accounts ?? []).map(({ tags: _tags, ...account }) => account),
        NextToken,
        pages,
      );
    case "ListOrganizationalUnitsForParent":
      return page(
        "OrganizationalUnits",
        (parent?.units ?? []).map(({ id, name }) => ({ Id: id, Name: name })),
        NextToken,
        pages,
      );
    case "ListTagsForResource":
      return page("Tags", listTags(root, ResourceId ?? ""), NextToken, pages);
    default:
      throw new Error(`The test's server knows no ${operation}`);
  }
}

function listTags(unit: Unit, accountId: string): object[] {
  const account = unit.accounts?.find(({ Id }) => Id === accountId);
  if (account) return Object.entries(account.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  return (unit.units ?? []).flatMap((child) => listTags(child, accountId));
}

function page(key: string, entries: object[], token: string | undefined, { size, startEmpty }: Pages): object {
  if (token === undefined && startEmpty) return { [key]: [], ...(entries.length > 0 ? { NextToken: "0" } : {}) };
  const index = Number(token ?? 0);
  const more = index + size < entries.length ? { NextToken: String(index + size) } : {};
  return { [key]: entries.slice(index, index + size), ...more };
}

function callerIdentity(accountId: string): string {
  const result = `<Arn>arn:aws:iam::${accountId}:user/hub</Arn><UserId>hub</UserId><Account>${accountId}</Account>`;
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
}

function find(unit: Unit, id: string): Unit | undefined {
  if (unit.id === id) return unit;
  for (const child of unit.units ?? []) {
    const found = find(child, id);
    if (found) return found;
  }
  return undefined;
}
