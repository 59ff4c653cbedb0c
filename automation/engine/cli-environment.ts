import { InputError } from "../errors";

/** The provider name under which the CLI looks for the vendor resources; the npm package of Pulumi fixes it. */
const vendorProvider = "pulumi-nodejs";

/** The secrets provider that derives its key from a passphrase in the environment. */
export const passphraseProvider = "passphrase";

/**
 * The environment of the CLI for one engine: that of this process, what the caller adds, and the backend.
 *
 * @throws InputError when secrets are to be kept by a passphrase and the environment has none.
 */
export function cliEnvironment(backend: string, secrets: string, added: Record<string, string>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...added, PULUMI_BACKEND_URL: backend };
  const hasPassphrase = env.PULUMI_CONFIG_PASSPHRASE !== undefined || Boolean(env.PULUMI_CONFIG_PASSPHRASE_FILE);
  if (secrets === passphraseProvider && !hasPassphrase) {
    throw new InputError("The state's secrets", [
      {
        path: "state.secrets",
        message: "is passphrase, but neither PULUMI_CONFIG_PASSPHRASE nor PULUMI_CONFIG_PASSPHRASE_FILE is set",
      },
    ]);
  }
  return env;
}

/** `PULUMI_DEBUG_PROVIDERS` with the vendor gateway's port, beside the providers that are attached already. */
export function attachGateway(debugProviders: string | undefined, port: number): string {
  const others = (debugProviders ?? "").split(",").filter((entry) => entry && !entry.startsWith(`${vendorProvider}:`));
  return [...others, `${vendorProvider}:${port}`].join(",");
}
