import * as path from "node:path";
import type { AwsConnection } from "../fleet/role-chain";
import type { FactStore } from "./fact-store";
import { folderStore } from "./folder-store";
import { parseS3Url } from "./s3-place";
import { s3Store } from "./s3-store";

/** Where a fleet keeps its facts. */
export interface StoreOptions {
  fleet: string;
  /** Absolute path of the folder the fleet file is in. */
  folder: string;
  /** `state.journal` of the fleet file: the URL of a bucket, or of a folder by its absolute path. */
  url: string | undefined;
  /** The connection of the hub, for a bucket. */
  hub(): Promise<AwsConnection>;
}

/**
 * The store of a fleet's facts: the folder `.cross-account/<fleet>` beside the fleet file, unless the file says otherwise. Nothing is
 * asked or made before it is used.
 */
export function openStore({ fleet, folder, url, hub }: StoreOptions): FactStore {
  if (url === undefined) return folderStore(path.join(folder, ".cross-account", fleet));
  if (url.startsWith("file://")) return folderStore(path.join(url.slice("file://".length), fleet));
  const place = parseS3Url(url);
  if (typeof place === "string") throw new Error(`state.journal ${place}`);
  return s3Store(place, fleet, hub);
}
