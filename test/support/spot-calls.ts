import type { SpotApi } from "../../examples/sandbox/spot/spot-api";

/** An answer of a Spot API, with its body as sent and as read. */
export interface SpotAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The body; `{}` when it is not JSON. */
  body: {
    request?: { id: string; url: string; method: string; timestamp: string };
    response?: {
      status: { code: number; message: string };
      kind?: string;
      items?: Record<string, unknown>[];
      count?: number;
      errors?: { code: string; message: string; field?: string }[];
      data?: unknown;
    };
  };
}

/** Calls a Spot API as plainly as `curl`: no client of the package is in between. */
export async function callSpot(
  api: Pick<SpotApi, "endpoint" | "token">,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<SpotAnswer> {
  const response = await fetch(`${api.endpoint}${path}`, {
    method,
    headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}

/** Makes an account and answers its id. */
export async function createSpotAccount(api: SpotApi, name: string): Promise<string> {
  const { body } = await callSpot(api, "POST", "/setup/account", { account: { name } });
  return String(body.response?.items?.[0]?.id);
}
