import type { FastifyRequest } from "fastify";

/** Method and path of the route a request is for, without its values: `PUT /setup/account/:accountId`. */
export function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? "unknown"}`;
}
