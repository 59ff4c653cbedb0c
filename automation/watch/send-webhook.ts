import pRetry, { AbortError } from "p-retry";
import type { TokenReader } from "../../providers/token-reader";
import { describeTokenSource, type TokenSource } from "../../providers/token-source";

const timeoutMs = 10_000;

/** How a webhook is called; everything has a default. */
export interface WebhookOptions {
  /** Before the second try, in milliseconds; twice as long before each further one. Default: 1,000. */
  retryDelayMs?: number;
}

/**
 * Posts JSON to a webhook, up to four times while it cannot be reached, is overloaded or broken. The URL is a secret: no error tells it.
 *
 * @throws Error saying what went wrong, without the URL.
 */
export async function sendToWebhook(
  body: string,
  source: TokenSource,
  tokens: Pick<TokenReader, "read">,
  { retryDelayMs = 1_000 }: WebhookOptions = {},
): Promise<void> {
  const url = await readWebhookUrl(source, tokens);
  await pRetry(() => post(url, body), { retries: 3, minTimeout: retryDelayMs, factor: 2 });
}

/**
 * The URL that a webhook's source gives.
 *
 * @throws Error when it cannot be read or is no URL; it does not tell what was read.
 */
export async function readWebhookUrl(source: TokenSource, tokens: Pick<TokenReader, "read">): Promise<string> {
  const where = describeTokenSource(source);
  const url = await tokens.read(source).catch((error: unknown) => {
    throw new Error(
      `the URL could not be read from ${where}; put the whole URL of the webhook there, and nothing else`,
      {
        cause: error,
      },
    );
  });
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Error(`what ${where} gives is no URL that begins with https:// or http://`);
  }
  return url;
}

async function post(url: string, body: string): Promise<void> {
  const response = await request(url, body);
  if (response.ok) return;
  const message = `it answered ${response.status}`;
  // Everything else will be answered the same the next time.
  if (response.status !== 429 && response.status < 500) throw new AbortError(message);
  throw new Error(message);
}

async function request(url: string, body: string): Promise<Response> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return response;
  } catch (error) {
    // What fetch throws may tell the URL.
    throw new Error(`it could not be reached (${reasonOf(error)})`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "the connection failed";
}
