import pRetry from "p-retry";

/**
 * Repeats a step while what was just made may not be known everywhere yet, with growing pauses of up to 10 s.
 *
 * Rejects with the last error, at once when `mayPass` says no, else when the time is over.
 */
export function retryPropagation<Result>(
  step: () => Promise<Result>,
  seconds: number,
  mayPass: (error: unknown) => boolean,
): Promise<Result> {
  const budgetMs = seconds * 1000;
  return pRetry(step, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: Math.min(2_000, budgetMs / 10),
    maxTimeout: 10_000,
    maxRetryTime: budgetMs,
    shouldRetry: ({ error }) => mayPass(error),
  });
}
