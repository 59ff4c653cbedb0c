import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { type ResourceKind, resourceKinds, resourceType, shimText } from "../../providers";
import type { Closing } from "../model";
import { OperationError } from "./errors";
import type { StoredResource } from "./recorded-vendor-resources";

const stackType = "pulumi:pulumi:Stack";

/** What a closed account's stack has as its output `closed`. */
export interface ClosedOutput extends Closing {
  /** The resources that stay; one that is not among them is left over from a closing that was interrupted. */
  urns: string[];
}

/**
 * The program that takes everything of a stack away but some vendor accounts: it declares these, and the components they are in, as
 * the stack records them, whatever program made them and whatever the settings say by now. So the next `up` finds the same resources.
 *
 * @throws OperationError when what is to stay could not be told apart from a new resource.
 */
export function closingProgram(recorded: readonly StoredResource[], closing: Closing): PulumiFn {
  const byUrn = new Map(recorded.map((resource) => [resource.urn, resource]));
  const kept = recorded.filter((resource) => isKept(resource, closing));
  for (const { urn, parent } of kept) assertInComponents(urn, parent, byUrn);
  const closed: ClosedOutput = { ...closing, urns: kept.map(({ urn }) => urn) };
  return async () => {
    const components = new Map<string, pulumi.Resource>();
    const parentOf = ({ parent }: StoredResource): pulumi.Resource | undefined => {
      const above = parent === undefined ? undefined : byUrn.get(parent);
      if (!above || above.type === stackType) return undefined;
      const known = components.get(above.urn);
      if (known) return known;
      const made = new pulumi.ComponentResource(above.type, nameOf(above.urn), {}, withParent(parentOf(above)));
      components.set(above.urn, made);
      return made;
    };
    for (const resource of kept) declareAsRecorded(resource, parentOf(resource));
    return { grants: [], closed };
  };
}

class RecordedResource extends pulumi.CustomResource {}

function isKept({ type, id, delete: leaving }: StoredResource, { keep }: Closing): boolean {
  return !leaving && keep.some((one) => one.id === id && kindOf(type) === one.kind);
}

/** Its settings are not asked for: the engine is told to keep those it has, secret ones too. */
function declareAsRecorded(resource: StoredResource, parent: pulumi.Resource | undefined): void {
  const { type, urn, inputs = {}, protect, retainOnDelete } = resource;
  const kind = kindOf(type);
  if (!kind) return;
  const recorded = Object.keys(inputs).filter((name) => !name.startsWith("__"));
  new RecordedResource(
    type,
    nameOf(urn),
    { __provider: shimText(kind) },
    {
      ...withParent(parent),
      ignoreChanges: recorded,
      ...(protect ? { protect } : {}),
      ...(retainOnDelete ? { retainOnDelete } : {}),
    },
  );
}

function assertInComponents(urn: string, parent: string | undefined, byUrn: ReadonlyMap<string, StoredResource>): void {
  const above = parent === undefined ? undefined : byUrn.get(parent);
  if (!above || above.type === stackType) return;
  if (above.custom) {
    throw new OperationError({
      kind: "state",
      message: `${nameOf(urn)} cannot stay while all else goes: its parent ${nameOf(above.urn)} is no component. Nothing was changed.`,
      instruction: "Run `cross-account offboard --no-grace` to delete it with all else.",
    });
  }
  assertInComponents(urn, above.parent, byUrn);
}

function withParent(parent: pulumi.Resource | undefined): { parent?: pulumi.Resource } {
  return parent ? { parent } : {};
}

function kindOf(type: string): ResourceKind | undefined {
  return resourceKinds.find((kind) => resourceType(kind) === type);
}

/** A URN is `urn:pulumi:<stack>::<project>::<types>::<name>`. */
function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
