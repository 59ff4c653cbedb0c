import * as path from "node:path";
import { readPassphrase } from "./passphrase";

/** The provider name under which the CLI looks for the vendor resources; the npm package of Pulumi fixes it. */
const vendorProvider = "pulumi-nodejs";

/** The secrets provider that derives its key from a passphrase in the environment. */
export const passphraseProvider = "passphrase";

/**
 * The environment of the CLI for one engine: that of this process, what the caller adds, and the backend.
 *
 * @throws InputError when secrets are to be kept by a passphrase and the environment has none, or names a file that cannot be read.
 */
export function cliEnvironment(backend: string, secrets: string, added: Record<string, string>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...forBackend(backend), ...process.env, ...added, PULUMI_BACKEND_URL: backend };
  if (secrets === passphraseProvider) readPassphrase(env);
  const file = env.PULUMI_CONFIG_PASSPHRASE_FILE;
  // Every operation runs in a folder of its own.
  return file ? { ...env, PULUMI_CONFIG_PASSPHRASE_FILE: path.resolve(file) } : env;
}

function forBackend(backend: string): NodeJS.ProcessEnv {
  // Measured on 3.246.0: with more stacks than its connections allow to be read at once, the CLI waits for itself for ever.
  return /^postgres(ql)?:/.test(backend) ? { PULUMI_DIY_BACKEND_PARALLEL: "1" } : {};
}

/** `PULUMI_DEBUG_PROVIDERS` with the vendor gateway's port, beside the providers that are attached already. */
export function attachGateway(debugProviders: string | undefined, port: number): string {
  const others = (debugProviders ?? "").split(",").filter((entry) => entry && !entry.startsWith(`${vendorProvider}:`));
  return [...others, `${vendorProvider}:${port}`].join(",");
}
