import { setTimeout as delay } from "node:timers/promises";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type GraphQLSchema, graphql, parse } from "graphql";
import type { Fault, Faults } from "../spot/faults";
import type { RequestContext } from "./resolvers";

/** One call a server received. */
export interface SpaceliftCall {
  /** The first field of the operation, such as `awsIntegrationAttach`. */
  readonly operation: string;
  /** ISO 8601. */
  readonly at: string;
  /** The GraphQL error it was answered with, if any. */
  error?: string;
}

/** What a server answers with. */
export interface SpaceliftBehaviour {
  schema: GraphQLSchema;
  resolvers: Record<string, unknown>;
  admits(authorization: string | undefined): boolean;
  faults: Faults;
}

interface GraphQlBody {
  query?: unknown;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** An HTTP server with one route, `POST /graphql`, and the calls it received, in order. */
export function createServer(behaviour: SpaceliftBehaviour): { app: FastifyInstance; calls: SpaceliftCall[] } {
  const app = fastify({ forceCloseConnections: true });
  const calls: SpaceliftCall[] = [];
  app.post("/graphql", async (request, reply) => {
    const { query, variables, operationName } = (request.body ?? {}) as GraphQlBody;
    const source = typeof query === "string" ? query : "";
    const call: SpaceliftCall = { operation: firstField(source), at: new Date().toISOString() };
    calls.push(call);
    const faults = behaviour.faults.strike(call.operation);
    for (const fault of faults) {
      if (await strikeBefore(fault, request, reply)) return reply;
    }
    const result = await graphql({
      schema: behaviour.schema,
      source,
      rootValue: behaviour.resolvers,
      variableValues: variables ?? null,
      operationName: operationName ?? null,
      contextValue: {
        authorized: behaviour.admits(request.headers.authorization),
        roleTooNew: faults.some(({ kind }) => kind === "slow-consistency"),
      } satisfies RequestContext,
    });
    if (result.errors?.[0]) call.error = result.errors[0].message;
    const lost = faults.find((fault) => fault.kind === "answer-lost");
    if (lost?.kind === "answer-lost") {
      await delay(lost.holdMs ?? 0, undefined, { ref: false });
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return reply;
    }
    return reply.send(result);
  });
  return { app, calls };
}

/** Does what a fault wants before anything is changed; true when that was the answer. */
async function strikeBefore(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  switch (fault.kind) {
    case "latency":
      await delay(fault.ms, undefined, { ref: false });
      return false;
    case "rate-limit":
      await reply.code(429).header("retry-after", String(fault.resetSeconds)).send("Too Many Requests");
      return true;
    case "server-error":
      await reply
        .code(fault.status ?? 500)
        .type("text/plain")
        .send("Internal Server Error");
      return true;
    case "connection-reset":
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return true;
    case "answer-lost":
    case "slow-consistency":
      return false;
  }
}

function firstField(source: string): string {
  try {
    const [definition] = parse(source).definitions;
    const [selection] = definition?.kind === "OperationDefinition" ? definition.selectionSet.selections : [];
    return selection?.kind === "Field" ? selection.name.value : "unknown";
  } catch {
    return "unreadable";
  }
}
