import type { StackState, StoredResource } from "./file-backend";

/** A creation that was begun and whose end nobody recorded. */
export type InterruptedCreate = Pick<StoredResource, "urn" | "type" | "inputs">;

/**
 * Looks whether an interrupted creation made something after all: the provider's id of what exactly it wanted to make,
 * nothing when that is not there.
 *
 * Only for resources that cannot be made again while they are there, as those of IAM; the vendor resources look for
 * themselves when they are made.
 */
export type FindMade = (create: InterruptedCreate) => Promise<string | undefined>;

/** The state with a resource recorded whose creation was interrupted; what it replaces is left to be deleted. Pure. */
export function recordCreated(state: StackState, created: StoredResource, id: string): StackState {
  const { latest } = state.checkpoint;
  const resources = latest?.resources ?? [];
  const recorded: StoredResource = { ...created, id, outputs: { ...created.inputs } };
  const first = resources.findIndex(({ urn }) => urn === created.urn);
  const place = first === -1 ? resources.length : first;
  // The engine wants what is to be deleted after what took its place, and everything after what it depends on.
  const replaced = resources
    .slice(place)
    .map((resource) => (resource.urn === created.urn ? { ...resource, delete: true } : resource));
  return {
    ...state,
    checkpoint: { ...state.checkpoint, latest: { ...latest, resources: [...resources.slice(0, place), recorded, ...replaced] } },
  };
}
