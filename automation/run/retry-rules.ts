import type { Failure } from "../model";

/** How often and how patiently a target is tried again. */
export interface RetryRules {
  /** How often at most. */
  retries: number;
  /** Time before the second attempt in milliseconds; each one after that waits twice as long, up to `longestMs`. */
  firstMs?: number;
  longestMs?: number;
}

/** One class of errors that is worth another try, by its kind and, where a kind holds others too, its words. */
interface PassingError {
  kinds: readonly string[];
  words?: RegExp;
  /** How often at most, where another try costs much. */
  most?: number;
}

const awsIsBusy =
  /Throttl|TooManyRequests|Rate ?(limit )?exceeded|RequestLimitExceeded|LimitExceededException: .*concurren|Service ?Unavailable|Service ?Failure|Internal ?(Failure|Error|ServerError)|EntityTemporarilyUnmodifiable|ConcurrentModification|StatusCode: 5\d\d|ECONNRESET|ETIMEDOUT|EAI_AGAIN|connection reset|i\/o timeout|TLS handshake timeout/i;

/**
 * Errors that may be gone after a while. Never among them: bad input, a program's own mistake, a proof that does not hold, a cancelled
 * operation, damaged state; a `crash` has a second try of its own, alone.
 */
const passingErrors: readonly PassingError[] = [
  { kinds: ["locked"] },
  { kinds: ["timeout"], most: 1 },
  { kinds: ["aws", "unknown"], words: awsIsBusy },
  { kinds: ["vendor"], words: /run again later|could not be asked to/ },
  { kinds: ["state"], words: /connection refused|no such host|did not answer within|i\/o timeout|SlowDown/i },
  { kinds: ["plugin"], words: /did not begin responding to RPC/ },
];

const defaultFirstMs = 2_000;
const defaultLongestMs = 60_000;

/**
 * How long to wait before a target is tried again after a failure, in milliseconds; nothing when it is not worth another try. Pure.
 *
 * @param retried How often it was tried again already.
 */
export function retryDelay(failure: Failure, retried: number, rules: RetryRules): number | undefined {
  const { retries, firstMs = defaultFirstMs, longestMs = defaultLongestMs } = rules;
  const passing = passingErrors.find(
    ({ kinds, words }) => kinds.includes(failure.kind) && (words === undefined || words.test(failure.message)),
  );
  if (!passing || retried >= Math.min(retries, passing.most ?? retries)) return undefined;
  return Math.min(firstMs * 2 ** retried, longestMs);
}
