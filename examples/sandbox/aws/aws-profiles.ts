import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { type AwsKeys, sandboxRegion } from "./connection";

/**
 * Writes AWS configuration and credentials files with one profile an identity, each pointing at the emulator, and returns
 * the variables that make the AWS CLI and the SDKs use them and nothing else of this machine.
 */
export async function writeAwsProfiles(options: {
  dir: string;
  endpoint: string;
  profiles: Record<string, AwsKeys>;
  defaultProfile: string;
}): Promise<Record<string, string>> {
  const folder = path.join(options.dir, "aws");
  const configFile = path.join(folder, "config");
  const credentialsFile = path.join(folder, "credentials");
  const names = Object.keys(options.profiles);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await Promise.all([
    writePrivately(
      configFile,
      names.map((name) =>
        section(`profile ${name}`, { region: sandboxRegion, endpoint_url: options.endpoint, output: "json" }),
      ),
    ),
    writePrivately(
      credentialsFile,
      Object.entries(options.profiles).map(([name, keys]) =>
        section(name, { aws_access_key_id: keys.accessKeyId, aws_secret_access_key: keys.secretAccessKey }),
      ),
    ),
  ]);
  return {
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
    AWS_PROFILE: options.defaultProfile,
    AWS_REGION: sandboxRegion,
    // Asking a metadata service for credentials is never right here, and takes seconds.
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

function section(title: string, entries: Record<string, string>): string {
  return [`[${title}]`, ...Object.entries(entries).map(([key, value]) => `${key} = ${value}`), ""].join("\n");
}

async function writePrivately(file: string, sections: string[]): Promise<void> {
  await writeFile(file, `${sections.join("\n")}`, { mode: 0o600 });
}
