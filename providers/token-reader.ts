import { readFile } from "node:fs/promises";
import { TokenError } from "./token-error";
import { type AwsForTokens, readTokenFromAws } from "./token-from-aws";
import { readTokenFromCommand } from "./token-from-command";
import {
  describeTokenSource,
  oneTokenSource,
  type TokenSource,
  tokenSourceField,
  tokenSourceKey,
} from "./token-source";

/** Reads vendor tokens from where settings say they are. */
export interface TokenReader {
  /**
   * The token of a source, without white space around it.
   *
   * Variables and files are read anew each time. What AWS or a command answered is kept for a few minutes, so that a
   * thousand stacks ask once. `refused` is a token that the vendor did not accept: when it is the one that is kept, the
   * source is asked again, once for everybody, as it may have been rotated.
   *
   * Rejects with a {@link TokenError} when the token cannot be read, is empty, or holds characters that cannot go into an HTTP header.
   */
  read(source: TokenSource, refused?: string): Promise<string>;
}

/** How tokens are read; everything has a default. */
export interface TokenReaderOptions {
  /** Environment whose variables count, and that commands get. @default that of this process */
  env?: NodeJS.ProcessEnv;
  /** Who asks the services of AWS; asked for when the first token is there. @default whoever the environment says */
  aws?: () => Promise<AwsForTokens>;
  /** How long an answer of AWS or of a command is kept, in milliseconds. @default 300,000 */
  keepMs?: number;
  /** The time in milliseconds. @default Date.now */
  now?: () => number;
}

/** Makes a {@link TokenReader} with a memory of its own; nothing is read before it is asked. */
export function createTokenReader(options: TokenReaderOptions = {}): TokenReader {
  return new KeepingTokenReader(options);
}

interface KeptToken {
  token: Promise<string>;
  until: number;
  /** The refused token that made the source be asked. */
  insteadOf: string | undefined;
}

class KeepingTokenReader implements TokenReader {
  private readonly kept = new Map<string, KeptToken>();
  private readonly now: () => number;

  constructor(private readonly options: TokenReaderOptions) {
    this.now = options.now ?? Date.now;
  }

  async read(source: TokenSource, refused?: string): Promise<string> {
    const field = tokenSourceField(source);
    if (field === undefined) throw new TokenError(`No vendor token: ${oneTokenSource}.`);
    if (field === "env" || field === "file") return this.ask(source);
    const key = tokenSourceKey(source);
    const kept = this.kept.get(key);
    if (kept === undefined || this.now() >= kept.until) return this.askAndKeep(key, source);
    const token = await kept.token;
    // Asked because of the same refusal before: it is the source's answer, and asking for it on end would change nothing.
    if (token !== refused || kept.insteadOf === refused) return token;
    const newest = this.kept.get(key);
    return newest === undefined || newest === kept ? this.askAndKeep(key, source, refused) : newest.token;
  }

  private askAndKeep(key: string, source: TokenSource, insteadOf?: string): Promise<string> {
    const token = this.ask(source);
    const kept = { token, until: this.now() + (this.options.keepMs ?? 300_000), insteadOf };
    this.kept.set(key, kept);
    token.catch(() => {
      if (this.kept.get(key) === kept) this.kept.delete(key);
    });
    return token;
  }

  private async ask(source: TokenSource): Promise<string> {
    return checkToken(source, (await this.readSource(source)).trim());
  }

  private async readSource(source: TokenSource): Promise<string> {
    const { env = process.env, aws } = this.options;
    if (source.env !== undefined) return readVariable(source.env, env);
    if (source.file !== undefined) return readTokenFile(source.file);
    if (source.command !== undefined) return readTokenFromCommand(source.command, { env });
    return readTokenFromAws(source, await aws?.());
  }
}

const processReader = createTokenReader();

/** The reader of this process, with what the environment says: for a plain `pulumi up` and whoever brings no reader. */
export function defaultTokenReader(): TokenReader {
  return processReader;
}

function checkToken(source: TokenSource, token: string): string {
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

function readVariable(name: string, env: NodeJS.ProcessEnv): string {
  const token = env[name];
  if (token === undefined) {
    throw new TokenError(
      `No vendor token: environment variable ${name} is not set. Set it to the vendor's API token, on the machine that runs the rollout.`,
    );
  }
  return token;
}

async function readTokenFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new TokenError(
      `No vendor token: file ${file} cannot be read (${reason}). Put the vendor's API token there.`,
      { cause: error },
    );
  }
}
