import { createHash } from "node:crypto";
import { z } from "zod";
import { describeTokenSource, readToken } from "../token-reader";
import type { TokenSource } from "../token-source";
import { VendorError } from "../vendor-error";
import { requestSpacelift, type SpaceliftConnection } from "./request";
import { sessionAnswer } from "./wire";

/** Where the two halves of a Spacelift API key are read from; never the key itself. */
export interface SpaceliftApiKeySource {
  /** The key's id, 26 letters and digits. */
  id: TokenSource;
  /** The key's secret, or the token of an OIDC API key. */
  secret: TokenSource;
}

interface Session {
  jwt: string;
  /** Milliseconds since 1970. */
  validUntil: number;
}

// Spacelift's own command line refreshes as early; github spacelift-io/spacectl `client/session`.
const refreshEarlyMs = 30_000;

// Shared by the process: every exchange of a key counts, and all stacks of a fleet use the same key.
const sessions = new Map<string, Promise<Session>>();

const document = `mutation apiKeyUser($id: ID!, $secret: String!) {
  apiKeyUser(id: $id, secret: $secret) { jwt validUntil }
}`;

/**
 * The session token of an API key: exchanged once, then shared by the whole process until half a minute before it ends.
 *
 * `refused` is a token that was not accepted any more: another one is fetched in its place.
 */
export async function openSession(
  connection: SpaceliftConnection,
  apiKey: SpaceliftApiKeySource,
  refused?: string,
): Promise<string> {
  const id = readToken(apiKey.id);
  const secret = readToken(apiKey.secret);
  const key = createHash("sha256")
    .update(JSON.stringify([connection.endpoint, id, secret]))
    .digest("hex");
  const current = sessions.get(key);
  const known = await current?.catch(() => undefined);
  if (known && known.jwt !== refused && known.validUntil - refreshEarlyMs > Date.now()) {
    return known.jwt;
  }
  // Unless somebody else exchanged the key in the meantime.
  const started = sessions.get(key);
  const next = started === undefined || started === current ? exchangeKey(connection, apiKey, id, secret) : started;
  sessions.set(key, next);
  return (await next).jwt;
}

async function exchangeKey(
  connection: SpaceliftConnection,
  apiKey: SpaceliftApiKeySource,
  id: string,
  secret: string,
): Promise<Session> {
  const { apiKeyUser } = await requestSpacelift(connection, {
    doing: "exchange the API key for a session",
    operation: "apiKeyUser",
    document,
    variables: { id, secret },
    answer: z.object({ apiKeyUser: sessionAnswer }),
    repeatable: true,
  });
  if (apiKeyUser === null) {
    throw new VendorError({
      message: `Spacelift knows no API key with the id from ${describeTokenSource(apiKey.id)} and the secret from ${describeTokenSource(apiKey.secret)}. Check that both are whole, belong together and to ${connection.endpoint}, and that the key was not deleted.`,
      code: "UNAUTHORIZED",
      status: 200,
      retryable: false,
      outcome: "refused",
    });
  }
  return { jwt: apiKeyUser.jwt, validUntil: apiKeyUser.validUntil * 1000 };
}
