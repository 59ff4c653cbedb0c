import { z } from "zod";
import { parseJson, shorten } from "../answer-text";
import { observeCall } from "../call-telemetry";
import { hideSecrets } from "../hide-secrets";
import { explainNoAnswer } from "../no-answer";
import { headerRequestId } from "../request-id";
import { type RequestLane, type RetryPace, requestLane } from "../request-lane";
import type { TokenReader } from "../token-reader";
import { describeTokenSource, type TokenSource } from "../token-source";
import { type AnswerProblem, problemsOf, unexpectedAnswer } from "../unexpected-answer";
import { VendorError } from "../vendor-error";
import { explainRefusal } from "./refusal";
import { successEnvelope } from "./wire";

/** Where Spot is, who asks, and how patiently. */
export interface SpotConnection {
  endpoint: string;
  token: TokenSource;
  tokens: TokenReader;
  pace: RetryPace;
  /** Time for one attempt, in milliseconds. */
  timeoutMs: number;
}

/** One call of Spot's API. */
export interface SpotRequest<Item> {
  /** What is tried, to follow "Spot refused to". */
  doing: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path as Spot counts it for its rate limit, for example `/setup/account/{accountId}`. */
  route: string;
  /** Values for the `{…}` of the route. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  item: z.ZodType<Item>;
  /** False when doing it twice does harm. */
  repeatable: boolean;
}

// Spot counts requests in a sliding window of a minute; used when a 429 does not say when the window ends.
const rateLimitWindowMs = 60_000;

/**
 * Sends one call through the lane of its route and returns the checked items of the answer.
 *
 * Where Spot knows the token no more and its source has a new one by now, it is sent again with that, once.
 */
export async function requestSpot<Item>(connection: SpotConnection, request: SpotRequest<Item>): Promise<Item[]> {
  const token = await connection.tokens.read(connection.token);
  try {
    return await sendWithToken(connection, request, token);
  } catch (error) {
    if (!(error instanceof VendorError && error.status === 401)) throw error;
    const rotated = await connection.tokens.read(connection.token, token);
    if (rotated === token) throw error;
    return sendWithToken(connection, request, rotated);
  }
}

function sendWithToken<Item>(connection: SpotConnection, request: SpotRequest<Item>, token: string): Promise<Item[]> {
  const lane = requestLane("spot", `${request.method} ${connection.endpoint}${request.route}`);
  return lane.run(() => sendOnce(connection, request, token, lane), request.repeatable, connection.pace);
}

async function sendOnce<Item>(
  connection: SpotConnection,
  request: SpotRequest<Item>,
  token: string,
  lane: RequestLane,
): Promise<Item[]> {
  const { method, route } = request;
  const call = { vendor: "spot", method, route, endpoint: connection.endpoint };
  const { response, body } = await observeCall(call, () => exchange(connection, request, token));
  obeyRateLimit(response, lane);
  const text = hideSecrets(body, [token]);
  if (response.status !== 200) {
    const tokenSource = describeTokenSource(connection.token);
    const requestId = headerRequestId(response);
    throw explainRefusal({ doing: request.doing, status: response.status, body: text, tokenSource, requestId });
  }
  return readItems(request, text, headerRequestId(response));
}

async function exchange<Item>(
  { endpoint, timeoutMs }: SpotConnection,
  request: SpotRequest<Item>,
  token: string,
): Promise<{ response: Response; body: string }> {
  try {
    const response = await fetch(addressOf(endpoint, request), {
      method: request.method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json" },
      ...(request.body ? { body: JSON.stringify(request.body) } : {}),
      // A redirect would carry the token to an address nobody named.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { response, body: await response.text() };
  } catch (error) {
    throw explainNoAnswer(error, { vendor: "Spot", doing: request.doing, endpoint, timeoutMs });
  }
}

function addressOf<Item>(endpoint: string, { route, path = {}, query }: SpotRequest<Item>): string {
  const filled = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
  const search = query ? `?${new URLSearchParams(query)}` : "";
  return `${endpoint}${filled}${search}`;
}

/** Closes the lane when this answer says that the window is used up. */
function obeyRateLimit(response: Response, lane: RequestLane): void {
  const resetSeconds = Number(response.headers.get("x-ratelimit-reset") ?? Number.NaN);
  const resetMs = resetSeconds >= 0 ? Math.min(resetSeconds * 1000, 2 * rateLimitWindowMs) : undefined;
  if (response.status === 429) {
    lane.pause(resetMs ?? rateLimitWindowMs);
  } else if (response.headers.get("x-ratelimit-remaining") === "0" && resetMs !== undefined) {
    lane.pause(resetMs);
  }
}

function readItems<Item>(request: SpotRequest<Item>, body: string, headerId: string | undefined): Item[] {
  const envelope = successEnvelope.safeParse(parseJson(body));
  if (!envelope.success) {
    throw notAsDocumented(request, { problem: `the body is not Spot's: ${shorten(body) || "empty"}` }, headerId);
  }
  const { request: echoed, response } = envelope.data;
  const items = z.array(request.item).safeParse(response.items ?? []);
  if (!items.success) {
    throw notAsDocumented(request, problemsOf(items.error, ["items"]), echoed?.id ?? headerId);
  }
  return items.data;
}

function notAsDocumented<Item>(
  { doing, method, route }: SpotRequest<Item>,
  problem: AnswerProblem,
  requestId: string | undefined,
): VendorError {
  return unexpectedAnswer(problem, {
    asked: `Spot was asked to ${doing} and answered ${method} ${route}`,
    expected: "documented",
    advice: "Check that the endpoint is Spot's API; if it is, Spot may have changed.",
    requestId,
  });
}
