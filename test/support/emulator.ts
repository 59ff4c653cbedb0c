import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { type AwsKeys, connection } from "../../examples/sandbox/aws/connection";
import { installMinistack } from "../../examples/sandbox/aws/install-ministack";
import { type Ministack, startMinistack } from "../../examples/sandbox/aws/ministack";

/** An AWS emulator in a folder that goes away with it. */
export async function startEmulator(): Promise<Ministack & { dir: string }> {
  const dir = await mkdtemp(path.join(tmpdir(), "emulator-"));
  const emulator = await startMinistack({ python: await installMinistack(), dir });
  const close = async () => {
    await emulator.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { ...emulator, dir, close };
}

/** Keys of a session of the role. @throws STSServiceException `AccessDenied` when the role does not open. */
export async function assume(
  endpoint: string,
  keys: AwsKeys,
  RoleArn: string,
  ExternalId?: string,
): Promise<AwsKeys & { sessionToken: string }> {
  const sts = new STSClient(connection(endpoint, keys));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ExternalId }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

/** The name of the error a promise rejects with; `none` when it does not. */
export function errorName(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "none",
    (error: Error) => error.name,
  );
}
