import type { z } from "zod";
import { parseJson, shorten } from "../answer-text";
import { observeCall } from "../call-telemetry";
import { hideSecrets } from "../hide-secrets";
import { explainNoAnswer } from "../no-answer";
import { headerRequestId } from "../request-id";
import { type RequestLane, type RetryPace, requestLane } from "../request-lane";
import { type AnswerProblem, problemsOf, unexpectedAnswer } from "../unexpected-answer";
import type { VendorError } from "../vendor-error";
import { explainRefusal, type ReceivedAnswer } from "./refusal";
import { graphQlEnvelope } from "./wire";

/** Where Spacelift is, and how patiently it is asked. */
export interface SpaceliftConnection {
  /** Address of the account, without `/graphql`. */
  endpoint: string;
  pace: RetryPace;
  /** Time for one attempt, in milliseconds. */
  timeoutMs: number;
}

/** One operation of Spacelift's API. */
export interface SpaceliftRequest<Answer> {
  /** What is tried, to follow "Spacelift refused to". */
  doing: string;
  /** Name of the operation; requests of one name go out one at a time. */
  operation: string;
  document: string;
  variables?: Record<string, unknown>;
  answer: z.ZodType<Answer>;
  /** False when doing it twice does harm. */
  repeatable: boolean;
}

// Used when a 429 does not say how long to wait; Spacelift documents no rate limit.
const defaultPauseMs = 5_000;
const longestPauseMs = 120_000;

/** Sends one operation through its lane and returns the checked data of the answer. */
export function requestSpacelift<Answer>(
  connection: SpaceliftConnection,
  request: SpaceliftRequest<Answer>,
  session?: string,
): Promise<Answer> {
  const lane = requestLane("spacelift", `${request.operation} ${connection.endpoint}`);
  return lane.run(() => sendOnce(connection, request, session, lane), request.repeatable, connection.pace);
}

async function sendOnce<Answer>(
  connection: SpaceliftConnection,
  request: SpaceliftRequest<Answer>,
  session: string | undefined,
  lane: RequestLane,
): Promise<Answer> {
  const call = { vendor: "spacelift", method: "POST", route: request.operation, endpoint: connection.endpoint };
  const { response, body } = await observeCall(call, () => exchange(connection, request, session));
  const answer = {
    doing: request.doing,
    status: response.status,
    body: withoutSecrets(body, request, session),
    requestId: headerRequestId(response),
  };
  if (answer.status === 429) {
    lane.pause(pauseOf(response));
  }
  return readAnswer(request, answer);
}

async function exchange<Answer>(
  { endpoint, timeoutMs }: SpaceliftConnection,
  { doing, operation, document, variables = {} }: SpaceliftRequest<Answer>,
  session: string | undefined,
): Promise<{ response: Response; body: string }> {
  try {
    const response = await fetch(`${endpoint}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
      },
      body: JSON.stringify({ operationName: operation, query: document, variables }),
      // A redirect would carry the session to an address nobody named.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { response, body: await response.text() };
  } catch (error) {
    throw explainNoAnswer(error, { vendor: "Spacelift", doing, endpoint, timeoutMs });
  }
}

/** A server may repeat what it was sent. */
function withoutSecrets<Answer>(
  body: string,
  { variables }: SpaceliftRequest<Answer>,
  session: string | undefined,
): string {
  const secrets = [session, variables?.secret].filter((text): text is string => typeof text === "string");
  return hideSecrets(body, secrets);
}

function pauseOf(response: Response): number {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return seconds >= 0 ? Math.min(seconds * 1000, longestPauseMs) : defaultPauseMs;
}

/** Data that stands beside errors is not used: nobody can tell what of it is missing. */
function readAnswer<Answer>(request: SpaceliftRequest<Answer>, received: ReceivedAnswer): Answer {
  const envelope = graphQlEnvelope.safeParse(parseJson(received.body));
  const messages = envelope.data?.errors?.map(({ message }) => message) ?? [];
  if (received.status !== 200 || messages.length > 0) {
    throw explainRefusal(received, messages);
  }
  if (!envelope.success) {
    throw notAsExpected(request, received, { problem: `the body is not GraphQL's: ${shorten(received.body)}` });
  }
  const answer = request.answer.safeParse(envelope.data.data ?? {});
  if (!answer.success) {
    throw notAsExpected(request, received, problemsOf(answer.error));
  }
  return answer.data;
}

function notAsExpected<Answer>(
  { doing, operation }: SpaceliftRequest<Answer>,
  { requestId }: ReceivedAnswer,
  problem: AnswerProblem,
): VendorError {
  return unexpectedAnswer(problem, {
    asked: `Spacelift was asked to ${doing} and answered ${operation}`,
    expected: "its clients expect",
    advice: "Check that the endpoint is the address of your Spacelift account; if it is, Spacelift may have changed.",
    requestId,
  });
}
