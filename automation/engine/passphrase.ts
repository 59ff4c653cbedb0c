import { createDecipheriv, pbkdf2 } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { InputError } from "../errors";

/** A passphrase and where it was found. */
export interface Passphrase {
  text: string;
  /** Name of the variable, with the path of the file where it names one. */
  source: string;
}

/**
 * The passphrase for the secrets in the state, from where the CLI takes it: `PULUMI_CONFIG_PASSPHRASE`, else the file that
 * `PULUMI_CONFIG_PASSPHRASE_FILE` names. Source: github pulumi/pulumi `pkg/secrets/passphrase/manager.go`.
 *
 * @throws InputError when there is none, or the file cannot be read.
 */
export function readPassphrase(env: NodeJS.ProcessEnv): Passphrase {
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: file } = env;
  if (text !== undefined) return { text, source: "PULUMI_CONFIG_PASSPHRASE" };
  if (!file) {
    throw problem("is passphrase, but neither PULUMI_CONFIG_PASSPHRASE nor PULUMI_CONFIG_PASSPHRASE_FILE is set");
  }
  try {
    return { text: readFileSync(file, "utf8").trim(), source: `PULUMI_CONFIG_PASSPHRASE_FILE (${file})` };
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw problem(
      `is passphrase, but the file that PULUMI_CONFIG_PASSPHRASE_FILE names cannot be read (${reason}): ${file}`,
    );
  }
}

function problem(message: string): InputError {
  return new InputError("The state's secrets", [{ path: "state.secrets", message }]);
}

const derive = promisify(pbkdf2);

const keyBytes = 32;
const tagBytes = 16;
const iterations = 1_000_000;

/**
 * Whether a passphrase is the one a stack was made with, from the salt that its state records: it holds a known text that the
 * passphrase encrypted. Takes half a second of CPU, as it is meant to. An unknown kind of salt counts as fitting: the CLI decides.
 *
 * Source: github pulumi/pulumi `pkg/secrets/passphrase/manager.go` and `sdk/go/common/resource/config/crypt.go`.
 */
export async function fitsSalt(passphrase: string, salt: string): Promise<boolean> {
  const [version, seed, valueVersion, nonce, sealed] = salt.split(":");
  if (version !== "v1" || valueVersion !== "v1" || !seed || !nonce || !sealed) return true;
  const key = await derive(passphrase, Buffer.from(seed, "base64"), iterations, keyBytes, "sha256");
  const text = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(text.subarray(-tagBytes));
  try {
    decipher.update(text.subarray(0, -tagBytes));
    decipher.final();
    return true;
  } catch {
    return false;
  }
}
