import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type GraphQLSchema, graphql, parse } from "graphql";
import type { Faults } from "../faults/faults";
import { type FaultWords, injectFaults } from "../faults/inject-faults";
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
  const callOf = new WeakMap<FastifyRequest, SpaceliftCall>();
  app.addHook("preHandler", async (request) => {
    const call: SpaceliftCall = { operation: nameCall(request), at: new Date().toISOString() };
    calls.push(call);
    callOf.set(request, call);
  });
  const struckBy = injectFaults(app, behaviour.faults, faultWords);
  app.post("/graphql", async (request) => {
    const { variables, operationName } = bodyOf(request);
    const result = await graphql({
      schema: behaviour.schema,
      source: sourceOf(request),
      rootValue: behaviour.resolvers,
      variableValues: variables ?? null,
      operationName: operationName ?? null,
      contextValue: {
        authorized: behaviour.admits(request.headers.authorization),
        roleTooNew: struckBy(request).some(({ kind }) => kind === "slow-consistency"),
      } satisfies RequestContext,
    });
    const call = callOf.get(request);
    if (call && result.errors?.[0]) call.error = result.errors[0].message;
    return result;
  });
  return { app, calls };
}

const resetHeader = "retry-after";

const faultWords: FaultWords = {
  nameCall,
  refuseAsTooMany: (resetSeconds, _request, reply) =>
    reply.code(429).header(resetHeader, String(resetSeconds)).send("Too Many Requests"),
  failOnServer: (status, _request, reply): FastifyReply =>
    reply.code(status).type("text/plain").send("Internal Server Error"),
  resetHeader,
};

function bodyOf(request: FastifyRequest): GraphQlBody {
  return (request.body ?? {}) as GraphQlBody;
}

function sourceOf(request: FastifyRequest): string {
  const { query } = bodyOf(request);
  return typeof query === "string" ? query : "";
}

/** The first field of the operation. */
function nameCall(request: FastifyRequest): string {
  try {
    const [definition] = parse(sourceOf(request)).definitions;
    const [selection] = definition?.kind === "OperationDefinition" ? definition.selectionSet.selections : [];
    return selection?.kind === "Field" ? selection.name.value : "unknown";
  } catch {
    return "unreadable";
  }
}
