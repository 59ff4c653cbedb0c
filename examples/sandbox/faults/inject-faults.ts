import { setTimeout as delay } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Fault, Faults } from "./faults";

/** How one vendor's server names its calls and words its failures. */
export interface FaultWords {
  /** The name rules know this call by. */
  nameCall(request: FastifyRequest): string;
  /** Sends the answer to one call too many. */
  refuseAsTooMany(resetSeconds: number, request: FastifyRequest, reply: FastifyReply): unknown;
  /** Sends the answer of a server that failed. */
  failOnServer(status: number, request: FastifyRequest, reply: FastifyReply): unknown;
  /** Name of the header with the seconds until a call is taken again. */
  resetHeader: string;
}

/** The faults that struck a call. */
export type StruckBy = (request: FastifyRequest) => readonly Fault[];

/** Lets faults strike the calls of a server: some before the change, some after. */
export function injectFaults(app: FastifyInstance, faults: Faults, words: FaultWords): StruckBy {
  const struck = new WeakMap<FastifyRequest, Fault[]>();
  const struckBy: StruckBy = (request) => struck.get(request) ?? [];

  app.addHook("preHandler", async (request, reply) => {
    const strikes = faults.strike(words.nameCall(request));
    struck.set(request, strikes);
    for (const fault of strikes) {
      if (reply.sent) return;
      await strikeBefore(fault, words, request, reply);
    }
  });

  app.addHook("onSend", async (request, reply) => {
    for (const fault of struckBy(request)) {
      if (fault.kind === "clock-skew") skewClock(fault.seconds, words.resetHeader, reply);
      if (fault.kind !== "answer-lost" || reply.statusCode !== 200) continue;
      await delay(fault.holdMs ?? 0, undefined, { ref: false });
      request.raw.socket.resetAndDestroy();
    }
  });

  return struckBy;
}

async function strikeBefore(
  fault: Fault,
  words: FaultWords,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  switch (fault.kind) {
    case "latency":
      await delay(fault.ms, undefined, { ref: false });
      return;
    case "rate-limit":
      await words.refuseAsTooMany(fault.resetSeconds, request, reply);
      return;
    case "server-error":
      await words.failOnServer(fault.status ?? 500, request, reply);
      return;
    case "connection-reset":
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return;
    case "answer-lost":
    case "slow-consistency":
    case "clock-skew":
      return;
  }
}

function skewClock(seconds: number, resetHeader: string, reply: FastifyReply): void {
  reply.header("date", new Date(Date.now() + seconds * 1000).toUTCString());
  const reset = reply.getHeader(resetHeader);
  if (reset !== undefined) reply.header(resetHeader, String(Math.max(0, Number(reset) + seconds)));
}
