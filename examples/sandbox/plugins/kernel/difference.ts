import { chosenDefaults } from "./checked-inputs";
import type { InputRule, ResourceType } from "./plugin";
import { hasUnknown, type Properties, type PropertyValue, sameValue } from "./property-values";

/** One input that is not what it was. */
export interface InputChange {
  property: string;
  kind: "add" | "delete" | "update";
  replaces: boolean;
}

/** What a resource's new inputs ask for, compared with its old ones. */
export interface Difference {
  changes: InputChange[];
  /** A new resource is needed, and the old one must go first because both bear the same given name. */
  deleteBeforeReplace: boolean;
}

/** Compares inputs; the plugin's own notes in them do not count. */
export function compareInputs<Session>(type: ResourceType<Session>, old: Properties, next: Properties): Difference {
  const changes: InputChange[] = [];
  for (const [property, rule] of Object.entries(type.inputs)) {
    const before = old[property];
    const after = next[property];
    if (meansTheSame(rule, before, after)) continue;
    const kind = before === undefined ? "add" : after === undefined ? "delete" : "update";
    changes.push({ property, kind, replaces: rule.replaces === true });
  }
  const replaces = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaces && keepsGivenName(type, old, next) };
}

/** Whether two values of an input mean the same; an empty value and none do. */
export function meansTheSame(
  rule: InputRule,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
): boolean {
  if (isEmpty(before) && isEmpty(after)) return true;
  if (before === undefined || after === undefined) return false;
  if (sameValue(before, after)) return true;
  if (hasUnknown(before) || hasUnknown(after)) return false;
  return rule.same?.(before, after) ?? false;
}

/** Whether a value says as little as none at all. */
export function isEmpty(value: PropertyValue | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}

function keepsGivenName<Session>(type: ResourceType<Session>, old: Properties, next: Properties): boolean {
  return (
    type.naming !== undefined &&
    next.name !== undefined &&
    !chosenDefaults(next).includes("name") &&
    sameValue(old.name, next.name)
  );
}
