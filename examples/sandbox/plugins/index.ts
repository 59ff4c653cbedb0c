import { awsPlugin } from "./aws/aws-plugin";
import type { AwsEnvironment } from "./aws/connection/environment";
import { type PluginServer, servePlugin } from "./kernel/plugin-server";
import { randomPlugin } from "./random/random-plugin";

/** What the stand-in plugins need to know. */
export interface StartPluginsOptions {
  /**
   * The environment the `aws` plugin takes credentials and a region from when a provider's configuration has none:
   * `AWS_PROFILE`, `AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`, `AWS_ACCESS_KEY_ID` and so on. The environment of the
   * `pulumi` process is not seen here. Default: this process's own.
   */
  env?: AwsEnvironment;
}

/** Stand-in plugins that are running. */
export interface StandInPlugins {
  /** For the environment of every `pulumi` process that is to use them. */
  env: {
    PULUMI_DEBUG_PROVIDERS: string;
    /** Without this the engine still tries to download the real plugins for a stack that has resources. */
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: string;
  };
  /** Stops them; a `pulumi` that is still running fails. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts stand-ins of the `aws` and `random` plugins in this process, on free loopback ports.
 *
 * Unmodified SDKs work against them through the ordinary `pulumi` CLI, any number at once and each with providers of its
 * own. The `aws` one refuses any endpoint that is not on loopback, so that it never reaches AWS.
 */
export async function startPlugins(options: StartPluginsOptions = {}): Promise<StandInPlugins> {
  const servers: Record<string, PluginServer> = {
    aws: await servePlugin(awsPlugin(options.env ?? process.env)),
    random: await servePlugin(randomPlugin()),
  };
  const attached = Object.entries(servers).map(([name, { port }]) => `${name}:${port}`);
  return {
    env: { PULUMI_DEBUG_PROVIDERS: attached.join(","), PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" },
    async close() {
      await Promise.all(Object.values(servers).map((server) => server.close()));
    },
  };
}
