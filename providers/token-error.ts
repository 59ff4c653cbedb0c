/** Thrown when a vendor token cannot be read; names where it should have come from, never its content. */
export class TokenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TokenError";
  }
}
