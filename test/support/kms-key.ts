import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type AwsKeys, connection, sandboxRegion } from "../../examples/sandbox/aws/connection";

/** Makes a key of KMS in the emulator and answers its id. The call is signed by another service's client, as for one call none of KMS is needed. */
export async function createKmsKey(endpoint: string, keys: AwsKeys): Promise<string> {
  const client = new SecretsManagerClient(connection(endpoint, keys));
  const { host, hostname, port, protocol } = new URL(endpoint);
  const scheme = { name: "sigv4", signingName: "kms", signingRegion: sandboxRegion, properties: {} };
  const signer = await client.config.signer(scheme);
  const headers = { host, "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService.CreateKey" };
  const request = { method: "POST", protocol, hostname, port: Number(port), path: "/", headers, body: "{}" };
  const signed = await signer.sign(request);
  const response = await fetch(endpoint, { method: "POST", headers: signed.headers, body: "{}" });
  client.destroy();
  const { KeyMetadata } = (await response.json()) as { KeyMetadata: { KeyId: string } };
  return KeyMetadata.KeyId;
}
