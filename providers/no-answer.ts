import { VendorError } from "./vendor-error";

/** A request that got no answer, and what it was for. */
export interface UnansweredRequest {
  /** Name of the vendor as a person knows it. */
  vendor: string;
  /** What was tried, to follow "could not be asked to". */
  doing: string;
  endpoint: string;
  timeoutMs: number;
}

// Causes that fail before a byte of the request leaves this machine.
const neverSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** The error of a `fetch` that failed, as a {@link VendorError} that tells whether the vendor may have heard of it. */
export function explainNoAnswer(error: unknown, request: UnansweredRequest): VendorError {
  const { vendor, doing, endpoint, timeoutMs } = request;
  const timedOut = error instanceof Error && error.name === "TimeoutError";
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const causeCode = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  const reason = timedOut
    ? `no answer within ${timeoutMs / 1000} s`
    : (causeCode ?? (cause instanceof Error ? cause.message : String(cause)));
  return new VendorError(
    {
      message: `${vendor} could not be asked to ${doing}: ${reason}. Check that ${endpoint} can be reached from this machine.`,
      code: "NO_ANSWER",
      retryable: true,
      outcome: causeCode !== undefined && neverSent.has(causeCode) ? "refused" : "unknown",
    },
    { cause: error },
  );
}
