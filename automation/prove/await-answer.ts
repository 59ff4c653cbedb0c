import pRetry from "p-retry";

/** How long IAM is given until what was changed is known everywhere. */
export interface Patience {
  /** Time for an answer that is expected to be yes, in milliseconds. */
  inMs: number;
  /** Time for an answer that is expected to be no, in milliseconds. */
  outMs: number;
}

/** IAM says changes may take some time; most are known within ten seconds (IAM User Guide, "Troubleshoot IAM"). */
const defaultPatience: Patience = { inMs: 90_000, outMs: 30_000 };

class OtherAnswer<Answer> extends Error {
  constructor(readonly answer: Answer) {
    super("The answer is not the expected one yet");
  }
}

/** Asks again, less and less often, until the expected answer comes or patience ends; the last answer is the one that counts. */
export async function awaitAnswer<Answer extends { actual: "in" | "out" }>(
  expected: "in" | "out",
  ask: () => Promise<Answer>,
  patience: Patience = defaultPatience,
  signal?: AbortSignal,
): Promise<Answer> {
  const attempt = async (): Promise<Answer> => {
    const answer = await ask();
    if (answer.actual !== expected) throw new OtherAnswer(answer);
    return answer;
  };
  try {
    return await pRetry(attempt, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 200,
      maxTimeout: 5_000,
      factor: 1.7,
      maxRetryTime: expected === "in" ? patience.inMs : patience.outMs,
      shouldRetry: ({ error }) => error instanceof OtherAnswer,
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (error instanceof OtherAnswer) return error.answer as Answer;
    throw error;
  }
}
