import type { StackState, StoredResource } from "./file-backend";

/**
 * Finds what a creation made whose end nobody recorded: that of a killed process, or of a plugin that was lost on the way.
 *
 * Only for resources that cannot be made again while they are there, as those of IAM; the vendor resources look for
 * themselves when they are made.
 */
export interface MadeFinder {
  /** Types of resources it knows how to look for, such as `aws:iam/role:Role`. */
  readonly types: ReadonlySet<string>;
  /** The provider's id of what is exactly what the creation was to make; nothing when there is no such thing. */
  find(created: Pick<StoredResource, "type" | "inputs">): Promise<string | undefined>;
}

/** The state with a resource recorded whose creation was interrupted; what it replaces is left to be deleted. Pure. */
export function recordCreated(state: StackState, created: StoredResource, id: string): StackState {
  const resources = state.checkpoint.latest?.resources ?? [];
  const recorded: StoredResource = { ...created, id, outputs: { ...created.inputs } };
  const first = resources.findIndex(({ urn }) => urn === created.urn);
  const place = first === -1 ? resources.length : first;
  // The engine wants what is to be deleted behind what took its place, and everything behind what it depends on.
  const behind = resources
    .slice(place)
    .map((resource) => (resource.urn === created.urn ? { ...resource, delete: true } : resource));
  return withLatest(state, { resources: [...resources.slice(0, place), recorded, ...behind] });
}

/** The state with creations noted as interrupted, those that are noted already left as they are. Pure. */
export function notePending(state: StackState, created: readonly StoredResource[]): StackState {
  const pending = state.checkpoint.latest?.pending_operations ?? [];
  const noted = new Set(pending.map(({ resource }) => resource.urn));
  const added = created
    .filter(({ urn }) => !noted.has(urn))
    .map((resource) => ({ type: "creating", resource: { ...resource, custom: true } }));
  return added.length === 0 ? state : withLatest(state, { pending_operations: [...pending, ...added] });
}

/** The state with other things in its latest snapshot. Pure. */
export function withLatest(
  state: StackState,
  change: Partial<NonNullable<StackState["checkpoint"]["latest"]>>,
): StackState {
  return { ...state, checkpoint: { ...state.checkpoint, latest: { ...state.checkpoint.latest, ...change } } };
}
