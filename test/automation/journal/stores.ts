import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { FactStore } from "../../../automation/journal/fact-store";
import { folderStore } from "../../../automation/journal/folder-store";
import { s3Store } from "../../../automation/journal/s3-store";
import { connection, emulatorRoot } from "../../../examples/sandbox/aws/connection";
import { startEmulator } from "../../support/emulator";

/** A kind of store, for as long as its suite runs. */
export interface StoreKind {
  /** Another view of the fleet's store, as another process or machine has it; of each fleet the same. */
  open(fleet: string): FactStore;
  close(): Promise<void>;
}

/** Every kind of store there is: what holds for one has to hold for all. */
export const storeKinds: [name: string, start: () => Promise<StoreKind>][] = [
  ["in a folder", startFolder],
  ["in a bucket of S3", startBucket],
];

async function startFolder(): Promise<StoreKind> {
  const folder = await mkdtemp(path.join(tmpdir(), "store-test-"));
  return {
    open: (fleet) => folderStore(path.join(folder, fleet)),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function startBucket(): Promise<StoreKind> {
  const emulator = await startEmulator();
  const hub = connection(emulator.endpoint, emulatorRoot("111111111111"));
  const client = new S3Client({ ...hub, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: "journals" }));
  client.destroy();
  return {
    open: (fleet) => s3Store({ bucket: "journals", prefix: "fleets" }, fleet, async () => hub),
    close: emulator.close,
  };
}
