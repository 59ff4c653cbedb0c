/** The facts of one failed vendor call; see {@link VendorError}. */
export interface VendorErrorFacts {
  message: string;
  /** The vendor's own code, else `HTTP_<status>`, `NO_ANSWER` or `UNEXPECTED_ANSWER`. */
  code: string;
  /** HTTP status; undefined when there was no answer. */
  status?: number;
  /** The input the vendor complains about, in the vendor's words, for example `query.accountId`. */
  field?: string;
  /** The vendor's id of this request: what its support asks for. */
  requestId?: string;
  retryable: boolean;
  /** `refused`: nothing was done. `unknown`: no clear answer came, the vendor may have done it. */
  outcome: "refused" | "unknown";
}

/** Thrown when a vendor refuses a call or gives no usable answer; the message says what to do and holds no token. */
export class VendorError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly field: string | undefined;
  readonly requestId: string | undefined;
  /** True when the same call may work later: rate limit, server error, broken connection. */
  readonly retryable: boolean;
  readonly outcome: "refused" | "unknown";

  constructor(facts: VendorErrorFacts, options?: ErrorOptions) {
    super(facts.message, options);
    this.name = "VendorError";
    this.code = facts.code;
    this.status = facts.status;
    this.field = facts.field;
    this.requestId = facts.requestId;
    this.retryable = facts.retryable;
    this.outcome = facts.outcome;
  }
}

/** The same refusal, with what to do about it at the end of its message. */
export function withAdvice(error: VendorError, advice: string): VendorError {
  return new VendorError({ ...error, message: `${error.message} ${advice}` }, { cause: error });
}
