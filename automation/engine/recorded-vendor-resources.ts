import type { Properties } from "../../providers";
import { type ResourceKind, resourceKinds, resourceType } from "../../providers/resource-kind";
import { type AskStackOptions, askStack } from "./ask-stack";
import { isMissingStack } from "./missing-stack";

/** A vendor resource as a stack records it. */
export interface RecordedVendorResource {
  kind: ResourceKind;
  id: string;
  properties: Properties;
}

/** A resource as a stack records it. */
export interface StoredResource {
  urn: string;
  type: string;
  custom?: boolean;
  id?: string;
  parent?: string;
  inputs?: Properties;
  outputs?: Properties;
  protect?: boolean;
  retainOnDelete?: boolean;
  /** True for one that was replaced and is still to be deleted. */
  delete?: boolean;
}

/** The vendor resources a stack records, those made first in front; none without a stack. */
export async function readVendorResources(options: AskStackOptions): Promise<RecordedVendorResource[]> {
  return (await readStoredResources(options)).flatMap(({ type, id, outputs }) => {
    const kind = resourceKinds.find((name) => resourceType(name) === type);
    return kind && id ? [{ kind, id, properties: outputs ?? {} }] : [];
  });
}

/** All a stack records, in the order it was made; nothing without a stack. Secrets are not in plain text. */
export async function readStoredResources(options: AskStackOptions): Promise<StoredResource[]> {
  const { files, project, stackName } = options.place;
  if (files && !(await files.exists(project, stackName))) return [];
  const state = await files?.readState(project, stackName);
  if (state) return (state.checkpoint.latest?.resources ?? []) as StoredResource[];
  try {
    const exported = JSON.parse(await askStack(options, state, ["stack", "export"])) as {
      deployment?: { resources?: StoredResource[] };
    };
    return exported.deployment?.resources ?? [];
  } catch (error) {
    if (isMissingStack(error)) return [];
    throw error;
  }
}

/** Removes a stack with all it records; nothing that it records is touched. */
export async function forgetStack(options: AskStackOptions): Promise<void> {
  const { files, project, stackName } = options.place;
  const state = await files?.readState(project, stackName);
  await askStack(options, state, ["stack", "rm", "--force", "--yes"]);
}
