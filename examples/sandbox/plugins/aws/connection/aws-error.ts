import type { IAMServiceException } from "@aws-sdk/client-iam";

// The words of IAM, and those of S3 for a bucket and for what is configured on one. HeadBucket has no body, so only `NotFound`.
const notFoundCodes = [
  "NoSuchEntity",
  "NotFound",
  "NoSuchBucket",
  "NoSuchBucketPolicy",
  "NoSuchPublicAccessBlockConfiguration",
  "NoSuchTagSet",
];

/** What an AWS API refused, in the words the real plugin uses for it. */
class AwsError extends Error {
  override readonly name = "AwsError";

  constructor(
    /** AWS's own code, such as `NoSuchEntity`. */
    readonly code: string,
    /** AWS's own text. */
    readonly reason: string,
    readonly call: { service: string; operation: string; status: number; requestId: string; modelled: boolean },
  ) {
    super(
      `operation error ${call.service}: ${call.operation}, https response error StatusCode: ${call.status}, ` +
        `RequestID: ${call.requestId}, ${call.modelled ? "" : "api error "}${code}: ${reason}`,
    );
  }
}

/** A refusal of the stand-in itself, where AWS would refuse and the emulator does not. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly code: string,
    readonly reason: string,
    readonly status: number,
  ) {
    super(`${code}: ${reason}`);
  }
}

/** Whether an error says that the thing asked for does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof AwsError && notFoundCodes.includes(error.code);
}

/** Puts an error of an AWS client, or a refusal of ours, into the real plugin's words. */
export function describeAwsError(error: unknown, service: string, operation: string): unknown {
  if (error instanceof Refusal) {
    const call = { service, operation, status: error.status, requestId: "sandbox", modelled: true };
    return new AwsError(error.code, error.reason, call);
  }
  if (!isServiceException(error)) return error;
  // The SDK for Go prints the code on the wire; this one appends a word to those that are part of the service's model.
  const modelled = error.name.endsWith("Exception");
  const status = error.$metadata.httpStatusCode ?? 0;
  const requestId = error.$metadata.requestId ?? "";
  const code = error.name.replace(/Exception$/, "");
  return new AwsError(code, error.message, { service, operation, status, requestId, modelled });
}

function isServiceException(error: unknown): error is IAMServiceException {
  return error instanceof Error && "$metadata" in error && "$fault" in error;
}
