import { readFileSync } from "node:fs";
import type { TokenSource } from "./token-source";

/** Thrown when a vendor token cannot be read; names the variable or the file, never its content. */
export class TokenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TokenError";
  }
}

/**
 * Reads a vendor token from its source, now. White space around it is dropped.
 *
 * Throws a {@link TokenError} when the variable is unset, the file cannot be read, the token is empty, or it holds
 * characters that cannot go into an HTTP header.
 */
export function readToken(source: TokenSource, env: NodeJS.ProcessEnv = process.env): string {
  const token = readSource(source, env).trim();
  if (token === "") {
    throw new TokenError(`No vendor token: ${describeTokenSource(source)} is empty. Put the vendor's API token there.`);
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new TokenError(
      `The vendor token from ${describeTokenSource(source)} holds spaces, line breaks or other characters that no token has. Put only the token there.`,
    );
  }
  return token;
}

/** Names a token source for an error or a log: `environment variable SPOTINST_TOKEN`. */
export function describeTokenSource(source: TokenSource): string {
  return source.env === undefined ? `file ${source.file ?? "(none named)"}` : `environment variable ${source.env}`;
}

function readSource(source: TokenSource, env: NodeJS.ProcessEnv): string {
  if ((source.env === undefined) === (source.file === undefined)) {
    throw new TokenError("Name exactly one source for the vendor token: env or file.");
  }
  if (source.file !== undefined) {
    return readTokenFile(source.file);
  }
  const token = env[source.env ?? ""];
  if (token === undefined) {
    throw new TokenError(
      `No vendor token: environment variable ${source.env} is not set. Set it to the vendor's API token, on the machine that runs the rollout.`,
    );
  }
  return token;
}

function readTokenFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new TokenError(
      `No vendor token: file ${file} cannot be read (${reason}). Put the vendor's API token there.`,
      {
        cause: error,
      },
    );
  }
}
