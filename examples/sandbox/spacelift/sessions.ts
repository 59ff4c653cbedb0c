import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** The two halves of an API key. */
export interface SpaceliftApiKey {
  id: string;
  secret: string;
}

/** The sessions an API key was exchanged for. */
export class Sessions {
  private readonly signingKey = randomBytes(32);
  private readonly valid = new Map<string, number>();

  constructor(
    private readonly apiKey: SpaceliftApiKey,
    private readonly lifetimeSeconds: number,
  ) {}

  /** Exchanges an API key for a session; null when there is no such key. */
  open(id: string, secret: string): { jwt: string; validUntil: number } | null {
    if (id !== this.apiKey.id || !same(secret, this.apiKey.secret)) return null;
    const validUntil = Math.floor(Date.now() / 1000) + this.lifetimeSeconds;
    const jwt = this.sign({ sub: `api::${id}`, exp: validUntil, jti: randomBytes(8).toString("hex") });
    this.valid.set(jwt, validUntil);
    return { jwt, validUntil };
  }

  admits(authorization: string | undefined): boolean {
    const validUntil = this.valid.get(authorization?.replace(/^Bearer /, "") ?? "");
    return validUntil !== undefined && validUntil * 1000 > Date.now();
  }

  /** Ends every session before its time. */
  revoke(): void {
    this.valid.clear();
  }

  private sign(claims: object): string {
    const text = [{ alg: "HS256", typ: "JWT" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${text}.${createHmac("sha256", this.signingKey).update(text).digest("base64url")}`;
  }
}

function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
