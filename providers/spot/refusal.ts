import { parseJson, shorten } from "../answer-text";
import { VendorError, type VendorErrorFacts, withAdvice } from "../vendor-error";
import { errorEnvelope } from "./wire";

/** An answer that is not a success, and what was asked. */
export interface RefusedAnswer {
  /** What was tried, to follow "Spot refused to", for example `rename the Spot account act-1`. */
  doing: string;
  status: number;
  /** The body as text, without the token. */
  body: string;
  /** Where the token was read from, in words. */
  tokenSource: string;
  /** Spot's id of the request where only a header told it. */
  requestId?: string | undefined;
}

/** Turns an answer that is not a success into a {@link VendorError} that tells what to do. */
export function explainRefusal({ doing, status, body, tokenSource, requestId }: RefusedAnswer): VendorError {
  const complaint = { ...(requestId ? { requestId } : {}), ...readComplaint(status, body) };
  const details = [
    `code ${complaint.code}`,
    ...(complaint.field ? [`field ${complaint.field}`] : []),
    `HTTP ${status}`,
    ...(complaint.requestId ? [`request ${complaint.requestId}`] : []),
  ];
  const advice = adviceFor(status, tokenSource);
  return new VendorError({
    ...complaint,
    message: `Spot refused to ${doing}: ${complaint.message} (${details.join(", ")}).${advice ? ` ${advice}` : ""}`,
    status,
    retryable: status === 429 || status >= 500,
    outcome: status >= 500 ? "unknown" : "refused",
  });
}

/**
 * True when Spot says, by its code for it, that it has no such account.
 *
 * Narrower than {@link isAbsent}: a role that is not there must not be taken for an account that is not. Source of the code:
 * github spotinst/terraform-provider-spotinst `resource_spotinst_account_aws.go`.
 */
export function isUnknownAccount(error: unknown): error is VendorError {
  return error instanceof VendorError && error.outcome === "refused" && /^account_doesnt_exist$/i.test(error.code);
}

/** Says what to do about an account of the state that Spot does not have any more. */
export function explainAccountGone(error: VendorError): VendorError {
  return withAdvice(error, "The account is gone at Spot. Refresh the stack and run again: it gets a new one.");
}

/** True when Spot says that the account in question is not there. */
export function isAbsent(error: unknown): boolean {
  return (
    error instanceof VendorError &&
    error.outcome === "refused" &&
    /doesnt_exist|does not exist|not.?found/i.test(`${error.code} ${error.message}`)
  );
}

/**
 * True when the refusal may only mean that AWS or Spot has not yet heard of what was just made.
 *
 * Spot names no code for a role that cannot be assumed, neither for "not yet" nor for "never", so every 400 counts except
 * a malformed request. Who knows that nothing was just made tells absent accounts apart by {@link isUnknownAccount}.
 */
export function mayPropagateYet(error: unknown): boolean {
  return (
    error instanceof VendorError && ((error.status === 400 && error.code !== "ValidationError") || isAbsent(error))
  );
}

type Complaint = Pick<VendorErrorFacts, "message" | "code" | "field" | "requestId">;

function readComplaint(status: number, body: string): Complaint {
  const envelope = errorEnvelope.safeParse(parseJson(body));
  if (!envelope.success) {
    // Some refusals are a bare line of text; github spotinst/spotinst-sdk-python treats one such body specially.
    return { message: shorten(body) || "no reason given", code: `HTTP_${status}` };
  }
  const { request, response } = envelope.data;
  const errors = response.errors ?? [];
  const messages = errors.map((error) => error.message ?? error.code ?? "").filter((message) => message !== "");
  const first = errors[0];
  return {
    message: shorten(messages.join("; ") || response.data || response.status?.message || "no reason given"),
    code: first?.code ?? (status === 429 ? "RateLimitExceeded" : `HTTP_${status}`),
    ...(first?.field ? { field: first.field } : {}),
    ...(request?.id ? { requestId: request.id } : {}),
  };
}

function adviceFor(status: number, tokenSource: string): string | undefined {
  if (status === 401) {
    return `Spot does not accept the token from ${tokenSource}: check that it is whole and not revoked.`;
  }
  if (status === 403) {
    return `The token from ${tokenSource} needs an Organization Admin's rights, and Spot support must have permitted the organization to add accounts.`;
  }
  if (status === 429) {
    return "Spot's rate limit was still in force after several waits: run again later, or lower the concurrency.";
  }
  return status >= 500 ? "This is a failure on Spot's side: run again later." : undefined;
}
