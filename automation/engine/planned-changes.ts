import { isDeepStrictEqual } from "node:util";
import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import type { PlannedChange, PlannedProperty } from "../model";
import { resourceName } from "./stack-events";

/** What providers and the engine keep for themselves, and what repeats another property. */
const bookkeeping = new Set(["__defaults", "__provider", "stateVersion", "tagsAll"]);

// A replacement is told in three steps, and only the middle one knows both sides.
const changes: Partial<Record<string, PlannedChange["change"]>> = {
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
};

/** What the engine puts in place of a value that only the operation makes known. Source: pulumi `sdk/go/common/resource/plugin`. */
const unknownValues = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
]);

/** Shown for what only the operation makes known. */
export const knownAfterwards = "(known afterwards)";

/** What one step of a preview would do to a resource; nothing where that is nothing, or only the engine's own. Secrets are hidden already. */
export function readPlannedChange(step: StepEventMetadata): PlannedChange | undefined {
  const change = changes[step.op];
  const isResource = (step.new ?? step.old)?.custom === true && !step.type.startsWith("pulumi:providers:");
  if (!change || !isResource) return undefined;
  return { resource: resourceName(step.urn), type: step.type, change, properties: listProperties(step, change) };
}

function listProperties(step: StepEventMetadata, change: PlannedChange["change"]): PlannedProperty[] {
  const [before, after] = [step.old, step.new];
  if (change === "delete") return [];
  const told = change === "create" ? undefined : toldProperties(step);
  const names = Object.keys({ ...(change === "create" ? {} : before?.inputs), ...after?.inputs }).sort();
  return names
    .filter((name) => !bookkeeping.has(name) && (told === undefined || told.has(name)))
    .flatMap((name): PlannedProperty[] => {
      const wanted = withUnknown(after?.inputs[name]);
      if (change === "create") return [{ name, ...present("after", wanted) }];
      const recorded = before?.inputs[name];
      // What was changed by hand shows where the world was looked at, as the stack's record.
      const live = isDeepStrictEqual(recorded, after?.inputs[name]) ? before?.outputs[name] : recorded;
      if (told === undefined && isDeepStrictEqual(live, after?.inputs[name])) return [];
      return [{ name, ...present("before", live), ...present("after", wanted) }];
    });
}

/** Properties the provider names; nothing where it names none, such as the stock dynamic provider. */
function toldProperties({ detailedDiff, diffs }: StepEventMetadata): ReadonlySet<string> | undefined {
  const paths = detailedDiff ? Object.keys(detailedDiff) : (diffs ?? []);
  return paths.length > 0 ? new Set(paths.map((path) => path.split(/[.[]/)[0] ?? path)) : undefined;
}

function present(key: "before" | "after", value: unknown): Partial<PlannedProperty> {
  return value === undefined || value === null ? {} : { [key]: value };
}

function withUnknown(value: unknown): unknown {
  if (typeof value === "string") return unknownValues.has(value) ? knownAfterwards : value;
  if (Array.isArray(value)) return value.map(withUnknown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withUnknown(item)]));
}
