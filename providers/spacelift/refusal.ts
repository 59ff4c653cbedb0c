import { shorten } from "../answer-text";
import { VendorError } from "../vendor-error";

/** What Spacelift's error messages contain while it cannot assume the role; the wording changed once without notice (#493). */
export const trustRefusalPattern = "trust relationship";

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
    advice: "The API key needs to be a Space Admin of the space of the integration, and of those of its stacks.",
  },
];

/** Turns the messages of a GraphQL answer into a {@link VendorError} that tells what to do. */
export function explainRefusal(doing: string, messages: readonly string[]): VendorError {
  const complaint = shorten(messages.join("; ")) || "no reason given";
  const { code, advice } = refusalCodes.find(({ pattern }) => pattern.test(complaint)) ?? {
    code: "REFUSED",
    advice: "",
  };
  return new VendorError({
    message: `Spacelift refused to ${doing}: ${complaint}.${advice && ` ${advice}`}`,
    code,
    status: 200,
    retryable: false,
    outcome: "refused",
  });
}

/** Turns an answer with another status than 200, which GraphQL does not use, into a {@link VendorError}. */
export function explainStatus(doing: string, status: number, body: string): VendorError {
  const retryable = status === 429 || status >= 500;
  const advice =
    status === 429
      ? "Its rate limit was still in force after several waits: run again later, or lower the concurrency."
      : status >= 500
        ? "This is a failure on Spacelift's side: run again later."
        : "Check that the endpoint is the address of your Spacelift account.";
  return new VendorError({
    message: `Spacelift refused to ${doing}: ${shorten(body) || "no reason given"} (HTTP ${status}). ${advice}`,
    code: status === 429 ? "RATE_LIMIT" : `HTTP_${status}`,
    status,
    retryable,
    outcome: status >= 500 ? "unknown" : "refused",
  });
}

/** True when Spacelift says that what was asked for is not there. */
export function isAbsent(error: unknown): boolean {
  return error instanceof VendorError && error.code === "NOT_FOUND";
}

/** True when Spacelift refuses the API key or its session, and not the role. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof VendorError && (error.code === "UNAUTHORIZED" || error.status === 401);
}
