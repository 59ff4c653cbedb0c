import { setTimeout as delay } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { errorEnvelope, rateLimitEnvelope, SpotRefusal } from "./envelope";
import type { Fault, Faults } from "./faults";
import { rateLimitHeaders } from "./rate-limit-hook";
import { routeOf } from "./route";

/** For how many milliseconds an account made by this call stays invisible. */
export type HiddenFor = (request: FastifyRequest) => number;

/** Lets faults strike the calls of a server: some before the change, some after. */
export function injectFaults(app: FastifyInstance, faults: Faults): HiddenFor {
  const struck = new WeakMap<FastifyRequest, Fault[]>();

  app.addHook("preHandler", async (request, reply) => {
    const strikes = faults.strike(routeOf(request));
    struck.set(request, strikes);
    for (const fault of strikes) {
      if (reply.sent) return;
      await strikeBefore(fault, request, reply);
    }
  });

  app.addHook("onSend", async (request, reply) => {
    for (const fault of struck.get(request) ?? []) {
      if (fault.kind !== "answer-lost" || reply.statusCode !== 200) continue;
      await delay(fault.holdMs ?? 0, undefined, { ref: false });
      request.raw.socket.resetAndDestroy();
    }
  });

  return (request) => {
    const slow = struck.get(request)?.find((fault) => fault.kind === "slow-consistency");
    return slow?.ms ?? 0;
  };
}

async function strikeBefore(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  switch (fault.kind) {
    case "latency":
      await delay(fault.ms, undefined, { ref: false });
      return;
    case "rate-limit": {
      const verdict = { blocked: true, limit: 0, remaining: 0, resetSeconds: fault.resetSeconds };
      await reply.code(429).headers(rateLimitHeaders(verdict)).send(rateLimitEnvelope(request));
      return;
    }
    case "server-error":
      await sendServerError(fault.status ?? 500, request, reply);
      return;
    case "connection-reset":
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return;
    case "answer-lost":
    case "slow-consistency":
      return;
  }
}

// A 500 is the application's own; 502 to 504 come from a proxy before it, which knows no envelope.
async function sendServerError(status: number, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (status === 500) {
    const refusal = new SpotRefusal(500, "INTERNAL_SERVER_ERROR", "Something went wrong, please try again");
    await reply.code(500).send(errorEnvelope(request, refusal));
  } else {
    await reply.code(status).type("text/html").send(`<html><body><h1>${status}</h1></body></html>`);
  }
}
