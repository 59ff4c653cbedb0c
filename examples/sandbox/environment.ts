import * as path from "node:path";
import { writeAwsProfiles } from "./aws/aws-profiles";
import { passphraseFile, type SandboxSecrets } from "./secrets";

/** The variables that point the AWS CLI, the SDKs, Spot's clients and Pulumi at a sandbox; writes the AWS profiles they name. */
export async function sandboxEnvironment(
  dir: string,
  endpoint: string,
  secrets: SandboxSecrets,
): Promise<Record<string, string>> {
  return {
    ...(await writeAwsProfiles({ dir, endpoint, profiles: { ...secrets.identities }, defaultProfile: "hub" })),
    AWS_ENDPOINT_URL: endpoint,
    // Keys in the environment would win over the profile; empty ones count as none.
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
    AWS_SESSION_TOKEN: "",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    SPOTINST_TOKEN: secrets.spotToken,
    SPACELIFT_API_KEY_ID: secrets.spaceliftApiKey.id,
    SPACELIFT_API_KEY_SECRET: secrets.spaceliftApiKey.secret,
    PULUMI_HOME: path.join(dir, "pulumi-home"),
    PULUMI_BACKEND_URL: `file://${path.join(dir, "state")}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(dir),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}
