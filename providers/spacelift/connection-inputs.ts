import { z } from "zod";
import { tokenSourceSchema } from "../token-source";
import type { SpaceliftClient, SpaceliftClientOptions } from "./client";

/** Schema of the two halves of an API key, each by reference. */
export const spaceliftApiKeySchema = z
  .strictObject({ id: tokenSourceSchema, secret: tokenSourceSchema })
  .describe("Where the id and the secret of a Spacelift API key are read from; never the key itself");

/** The inputs every Spacelift resource has: where the account is and where its API key is read from. */
export const connectionInputs = {
  apiKey: spaceliftApiKeySchema,
  endpoint: z.url({ protocol: /^https?$/, error: "is not an http or https address" }),
};

/**
 * Where Spacelift is and where its API key is read from, for an import, which has no inputs: the variables of Spacelift's
 * own command line.
 *
 * Throws an `Error` when the address is not there.
 */
export function connectionOfEnvironment(): Pick<SpaceliftClientOptions, "endpoint" | "apiKey"> {
  const endpoint = process.env.SPACELIFT_API_KEY_ENDPOINT;
  if (!endpoint) {
    throw new Error(
      "An import from Spacelift needs the address of the account in the environment variable SPACELIFT_API_KEY_ENDPOINT.",
    );
  }
  return { endpoint, apiKey: { id: { env: "SPACELIFT_API_KEY_ID" }, secret: { env: "SPACELIFT_API_KEY_SECRET" } } };
}

/** Makes the client of a resource; another one in tests. */
export type ConnectSpacelift = (options: Pick<SpaceliftClientOptions, "endpoint" | "apiKey">) => SpaceliftClient;
