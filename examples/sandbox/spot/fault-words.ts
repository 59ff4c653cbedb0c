import type { FastifyReply, FastifyRequest } from "fastify";
import type { FaultWords } from "../faults/inject-faults";
import { errorEnvelope, rateLimitEnvelope, SpotRefusal } from "./envelope";
import { rateLimitHeaders, resetHeader } from "./rate-limit-hook";
import { routeOf } from "./route";

/** How Spot's server fails: an envelope of its own for a rate limit, and pages of a proxy that knows no envelope. */
export const spotFaultWords: FaultWords = {
  nameCall: routeOf,
  refuseAsTooMany: (resetSeconds, request, reply) =>
    reply
      .code(429)
      .headers(rateLimitHeaders({ blocked: true, limit: 0, remaining: 0, resetSeconds }))
      .send(rateLimitEnvelope(request)),
  failOnServer: sendServerError,
  resetHeader,
};

// A 500 is the application's own; 502 to 504 come from a proxy before it, which knows no envelope.
function sendServerError(status: number, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (status === 500) {
    const refusal = new SpotRefusal(500, "INTERNAL_SERVER_ERROR", "Something went wrong, please try again");
    return reply.code(500).send(errorEnvelope(request, refusal));
  }
  return reply.code(status).type("text/html").send(`<html><body><h1>${status}</h1></body></html>`);
}
