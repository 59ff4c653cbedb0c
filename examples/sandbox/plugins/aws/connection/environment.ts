/** Environment variables the plugin follows, such as AWS_PROFILE: those of the sandbox, not of the engine's process. */
export type AwsEnvironment = Readonly<Record<string, string | undefined>>;
