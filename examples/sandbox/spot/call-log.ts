import type { FastifyInstance } from "fastify";
import { routeOf } from "./route";

/** One call a server received. */
export interface SpotCall {
  /** For example `PUT /setup/account/:accountId`. */
  readonly route: string;
  readonly url: string;
  /** ISO 8601. */
  readonly at: string;
  /** HTTP status of the answer; absent while it is under way and when it never went out. */
  status?: number;
}

/** Keeps a record of every call a server receives, in order. */
export function recordCalls(app: FastifyInstance): SpotCall[] {
  const calls: SpotCall[] = [];
  const pending = new WeakMap<object, SpotCall>();
  app.addHook("onRequest", async (request) => {
    const call: SpotCall = { route: routeOf(request), url: request.url, at: new Date().toISOString() };
    calls.push(call);
    pending.set(request, call);
  });
  app.addHook("onResponse", async (request, reply) => {
    const call = pending.get(request);
    if (call && !request.raw.socket.destroyed) call.status = reply.statusCode;
  });
  return calls;
}
