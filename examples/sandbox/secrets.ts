import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import type { Identities } from "./aws/identities";
import { newUlid } from "./spacelift/records";
import type { SpaceliftApiKey } from "./spacelift/sessions";

/** What a sandbox must know again when it is started a second time in the same folder. */
export interface SandboxSecrets {
  managementAccountId: string;
  /** Keys of the users the sandbox made. */
  identities: Identities;
  /** The only token the Spot API lets in. */
  spotToken: string;
  /** The only API key the Spacelift API lets in. */
  spaceliftApiKey: SpaceliftApiKey;
  passphrase: string;
}

/** File of the passphrase the stacks' secrets are encrypted with. */
export function passphraseFile(dir: string): string {
  return path.join(secretsFolder(dir), "passphrase");
}

/** The secrets of a sandbox that was complete once in this folder, if there was one. */
export async function readSecrets(dir: string): Promise<SandboxSecrets | undefined> {
  try {
    const secrets = JSON.parse(await readFile(secretsFile(dir), "utf8")) as Partial<SandboxSecrets>;
    if (!secrets.spaceliftApiKey) {
      throw new Error(`The sandbox in ${dir} was made by an older release: delete the folder, then start again.`);
    }
    return secrets as SandboxSecrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Draws the secrets of a new sandbox and keeps them in a folder of their own, readable for the user only. */
export async function createSecrets(
  dir: string,
  known: Pick<SandboxSecrets, "managementAccountId" | "identities">,
): Promise<SandboxSecrets> {
  const secrets = {
    ...known,
    spotToken: randomBytes(32).toString("hex"),
    spaceliftApiKey: { id: newUlid(), secret: randomBytes(32).toString("hex") },
    passphrase: randomBytes(24).toString("base64url"),
  };
  await mkdir(secretsFolder(dir), { recursive: true, mode: 0o700 });
  await writeFile(passphraseFile(dir), secrets.passphrase, { mode: 0o600 });
  await writeFile(secretsFile(dir), JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

function secretsFile(dir: string): string {
  return path.join(secretsFolder(dir), "sandbox.json");
}

function secretsFolder(dir: string): string {
  return path.join(dir, "secrets");
}
