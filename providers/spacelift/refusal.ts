import { shorten } from "../answer-text";
import { VendorError } from "../vendor-error";

/** What Spacelift's error messages contain while it cannot assume the role; the wording changed once without notice (#493). */
export const trustRefusalPattern = "trust relationship";

const unauthorizedAdvice =
  "The API key needs to be a Space Admin of the space of the integration, and of those of its stacks.";

/** Why a call was refused, as far as its message tells. */
const refusalCodes: { code: string; pattern: RegExp; advice: string }[] = [
  {
    // Before "unauthorized", with which this message begins.
    code: "TRUST_RELATIONSHIP",
    pattern: new RegExp(trustRefusalPattern, "i"),
    advice: "Spacelift could not assume the role, or could assume it without an external id.",
  },
  {
    code: "NOT_FOUND",
    pattern: /not found/i,
    advice: "It may be gone, or in a space the API key does not see.",
  },
  {
    code: "UNKNOWN_FIELD",
    pattern: /cannot query field|unknown argument|unknown type/i,
    advice:
      "This Spacelift is older than the field: leave out the region, tagged sessions and auto-attachment, or update it.",
  },
  {
    code: "UNAUTHORIZED",
    pattern: /unauthori[sz]ed|unauthenticated|forbidden/i,
    advice: unauthorizedAdvice,
  },
];

/** What came back for one operation, and what was asked. */
export interface ReceivedAnswer {
  /** What was tried, to follow "Spacelift refused to". */
  doing: string;
  status: number;
  /** The body as text, without secrets. */
  body: string;
  /** The id of the request, where a header told it; Spacelift documents none. */
  requestId: string | undefined;
}

/**
 * Turns an answer that is not a success into a {@link VendorError} that tells what to do.
 *
 * `messages` are those of GraphQL. They stand in an answer with status 200, but servers of GraphQL also refuse a document
 * with 400 or 422 and such messages, so a status other than 429 and 5xx is read for them too.
 */
export function explainRefusal(answer: ReceivedAnswer, messages: readonly string[]): VendorError {
  const { doing, status, body, requestId } = answer;
  const retryable = status === 429 || status >= 500;
  const complaint = shorten(messages.join("; ") || body) || "no reason given";
  const { code, advice } = retryable ? classOfStatus(status) : classOfRefusal(status, complaint, messages.length > 0);
  const details = [...(status === 200 ? [] : [`HTTP ${status}`]), ...(requestId ? [`request ${requestId}`] : [])];
  return new VendorError({
    message: `Spacelift refused to ${doing}: ${complaint}${details.length > 0 ? ` (${details.join(", ")})` : ""}.${advice && ` ${advice}`}`,
    code,
    status,
    ...(requestId ? { requestId } : {}),
    retryable,
    outcome: status >= 500 ? "unknown" : "refused",
  });
}

interface RefusalClass {
  code: string;
  advice: string;
}

function classOfRefusal(status: number, complaint: string, byGraphQl: boolean): RefusalClass {
  const found = byGraphQl ? refusalCodes.find(({ pattern }) => pattern.test(complaint)) : undefined;
  if (found) {
    return found;
  }
  if (status === 401 || status === 403) {
    return { code: "UNAUTHORIZED", advice: unauthorizedAdvice };
  }
  return status === 200 ? { code: "REFUSED", advice: "" } : classOfStatus(status);
}

function classOfStatus(status: number): RefusalClass {
  if (status === 429) {
    const advice = "Its rate limit was still in force after several waits: run again later, or lower the concurrency.";
    return { code: "RATE_LIMIT", advice };
  }
  const advice =
    status >= 500
      ? "This is a failure on Spacelift's side: run again later."
      : "Check that the endpoint is the address of your Spacelift account.";
  return { code: `HTTP_${status}`, advice };
}

/** True when Spacelift says that what was asked for is not there. */
export function isAbsent(error: unknown): error is VendorError {
  return error instanceof VendorError && error.code === "NOT_FOUND";
}

/** True when Spacelift refuses the API key or its session, and not the role. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof VendorError && error.code === "UNAUTHORIZED";
}
