import { randomUUID, timingSafeEqual } from "node:crypto";
import fastify, { type FastifyInstance } from "fastify";
import { errorEnvelope, SpotRefusal } from "./envelope";

/** An HTTP server that reads and fails as Spot's does, without routes yet. */
export function createServer(): FastifyInstance {
  const app = fastify({ genReqId: () => randomUUID(), exposeHeadRoutes: false, forceCloseConnections: true });
  parseBodies(app);
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof SpotRefusal) return reply.code(error.status).send(errorEnvelope(request, error));
    if (isMalformed(error)) return reply.code(400).type("text/plain").send("Bad Request");
    const refusal = new SpotRefusal(
      500,
      "INTERNAL_SERVER_ERROR",
      error instanceof Error ? error.message : String(error),
    );
    return reply.code(500).send(errorEnvelope(request, refusal));
  });
  app.setNotFoundHandler((request, reply) => {
    const refusal = new SpotRefusal(404, "NotFound", `${request.method} ${request.url} does not exist`);
    return reply.code(404).send(errorEnvelope(request, refusal));
  });
  return app;
}

/** Refuses every call without the token. The body of Spot's 401 is not documented; this one has the usual shape. */
export function requireToken(app: FastifyInstance, token: string): void {
  const wanted = Buffer.from(`Bearer ${token}`);
  app.addHook("onRequest", async (request) => {
    const given = Buffer.from(request.headers.authorization ?? "");
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      throw new SpotRefusal(401, "UNAUTHORIZED", "The token is missing or not valid");
    }
  });
}

// Clients announce JSON on every call, also on those without a body.
function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, body === "" ? undefined : JSON.parse(String(body)));
    } catch {
      done(new SyntaxError("The body is not JSON"));
    }
  });
}

function isMalformed(error: unknown): boolean {
  return error instanceof SyntaxError || (error as { statusCode?: number }).statusCode === 400;
}
