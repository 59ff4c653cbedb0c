import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A webhook on this machine. */
export interface WebhookServer {
  /** With a path that is a secret. */
  url: string;
  /** Bodies of all calls. */
  calls: string[];
  /** Status codes of the next answers; 200 when there is none. */
  answers: number[];
  close(): Promise<void>;
}

/** Starts a webhook that notes what is posted to it. */
export async function startWebhook(): Promise<WebhookServer> {
  const calls: string[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      calls.push(Buffer.concat(chunks).toString());
      response.writeHead(answers.shift() ?? 200).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks/canary-secret-path`,
    calls,
    answers,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
