import type { FastifyInstance } from "fastify";
import { rateLimitEnvelope } from "./envelope";
import type { RateLimits, RateLimitVerdict } from "./rate-limits";
import { routeOf } from "./route";

/** Refuses calls over the limit, and tells every caller where the limit stands. */
export function limitRates(app: FastifyInstance, limits: RateLimits): void {
  app.addHook("onRequest", async (request, reply) => {
    const verdict = limits.count(routeOf(request));
    reply.headers(rateLimitHeaders(verdict));
    if (verdict.blocked) await reply.code(429).send(rateLimitEnvelope(request));
  });
}

/** The header with the seconds until a call is taken again. */
export const resetHeader = "X-RateLimit-Reset";

/** The headers a caller learns the limit from. Source: github spotinst/help, API README. */
export function rateLimitHeaders(verdict: RateLimitVerdict): Record<string, string> {
  return {
    "X-RateLimit-Limit": String(verdict.limit),
    "X-RateLimit-Remaining": String(verdict.remaining),
    [resetHeader]: String(verdict.resetSeconds),
  };
}
