import { STATUS_CODES } from "node:http";
import type { FastifyRequest } from "fastify";

/** A refusal in the vendor's words, answered as its error envelope. */
export class SpotRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Where in the request the trouble is, for example `body.account.name`. */
    readonly field?: string,
  ) {
    super(message);
    this.name = "SpotRefusal";
  }
}

/** The answer to a request that made or read things. */
export function itemsEnvelope(request: FastifyRequest, kind: string, items: object[]): object {
  return envelope(request, { status: status(200), kind, items, count: items.length });
}

/** The answer to a request that only changed something. */
export function statusEnvelope(request: FastifyRequest): object {
  return envelope(request, { status: status(200) });
}

/** The answer to a refused request. Source: spotinst-sdk-go `spotinst/client/response.go`, spotinst-sdk-python PR 62. */
export function errorEnvelope(request: FastifyRequest, refusal: SpotRefusal): object {
  const { code, message, field } = refusal;
  return envelope(request, {
    status: status(refusal.status),
    errors: [{ code, message, ...(field ? { field } : {}) }],
  });
}

/** The answer to one request too many, which is shaped unlike every other. Source: github spotinst/help, API README. */
export function rateLimitEnvelope(request: FastifyRequest): object {
  return envelope(request, { status: status(429), data: "Rate limit exceeded" });
}

function envelope(request: FastifyRequest, response: object): object {
  const { id, url, method } = request;
  return { request: { id, url, method, timestamp: new Date().toISOString() }, response };
}

function status(code: number): { code: number; message: string } {
  return { code, message: STATUS_CODES[code] ?? "" };
}
