import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/**
 * The salt that a stack's state records for a passphrase, with the known text that it encrypts.
 *
 * Source: github pulumi/pulumi `pkg/secrets/passphrase/manager.go`.
 */
export function saltFor(passphrase: string): string {
  const seed = randomBytes(8);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", pbkdf2Sync(passphrase, seed, 1_000_000, 32, "sha256"), nonce);
  const sealed = Buffer.concat([cipher.update("pulumi"), cipher.final(), cipher.getAuthTag()]);
  return ["v1", ...[seed, nonce, sealed].map((part) => part.toString("base64"))]
    .join(":")
    .replace(/^(v1:[^:]+):/, "$1:v1:");
}
