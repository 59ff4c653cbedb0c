import { createHash } from "node:crypto";
import { z } from "zod";
import type { TokenReader } from "../token-reader";
import { describeTokenSource, type TokenSource } from "../token-source";
import { VendorError } from "../vendor-error";
import { isUnauthorized } from "./refusal";
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

/** Both halves of an API key, read. */
interface ApiKey {
  id: string;
  secret: string;
}

/**
 * The session token of an API key: exchanged once, then shared by the whole process until half a minute before it ends.
 *
 * `refused` is a token that was not accepted any more: another one is fetched in its place. Where Spacelift knows the key
 * no more and its sources have a new one by now, that is exchanged, once.
 */
export async function openSession(
  connection: SpaceliftConnection,
  sources: SpaceliftApiKeySource,
  tokens: TokenReader,
  refused?: string,
): Promise<string> {
  const key = { id: await tokens.read(sources.id), secret: await tokens.read(sources.secret) };
  try {
    return await sessionOf(connection, sources, key, refused);
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    const rotated = {
      id: await tokens.read(sources.id, key.id),
      secret: await tokens.read(sources.secret, key.secret),
    };
    if (rotated.id === key.id && rotated.secret === key.secret) throw error;
    return sessionOf(connection, sources, rotated, refused);
  }
}

async function sessionOf(
  connection: SpaceliftConnection,
  sources: SpaceliftApiKeySource,
  { id, secret }: ApiKey,
  refused: string | undefined,
): Promise<string> {
  const name = createHash("sha256")
    .update(JSON.stringify([connection.endpoint, id, secret]))
    .digest("hex");
  const current = sessions.get(name);
  const known = await current?.catch(() => undefined);
  if (known && known.jwt !== refused && known.validUntil - refreshEarlyMs > Date.now()) {
    return known.jwt;
  }
  // Unless somebody else exchanged the key in the meantime.
  const started = sessions.get(name);
  const next =
    started === undefined || started === current ? exchangeKey(connection, sources, { id, secret }) : started;
  sessions.set(name, next);
  return (await next).jwt;
}

async function exchangeKey(
  connection: SpaceliftConnection,
  sources: SpaceliftApiKeySource,
  { id, secret }: ApiKey,
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
      message: `Spacelift knows no API key with the id from ${describeTokenSource(sources.id)} and the secret from ${describeTokenSource(sources.secret)}. Check that both are whole, belong together and to ${connection.endpoint}, and that the key was not deleted.`,
      code: "UNAUTHORIZED",
      status: 200,
      retryable: false,
      outcome: "refused",
    });
  }
  return { jwt: apiKeyUser.jwt, validUntil: apiKeyUser.validUntil * 1000 };
}
